/** Circles and arrows of a map panel: callers to the left of what they call. */
import type { PreviewSeries } from './panel-data';
import { escaped } from './escaped';
import { shortened } from './shortened';

const radius = 30;
const row = 110;
/** How far an arrow past other columns bends away from the circles there: more than a circle and its name. */
const bend = 60;

export interface ServiceMapOptions {
  readonly width: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Column, from the left. */
  readonly level: number;
}

export function serviceMap(series: readonly PreviewSeries[], { width }: ServiceMapOptions): string {
  const nodes = series.filter(({ query }) => query === 0).map(({ labels }) => ({ id: labels['id'] ?? '', text: labels['mainstat'] ?? '' }));
  const edges = series
    .filter(({ query }) => query === 1)
    .map(({ labels }) => ({ source: labels['source'] ?? '', target: labels['target'] ?? '', text: labels['mainstat'] ?? '' }));
  const levels = levelsOf(
    nodes.map(({ id }) => id),
    edges,
  );
  const columns = Math.max(...levels.values(), 0) + 1;
  const places = new Map<string, Place>();
  const taken = new Map<number, number>();
  for (const { id } of [...nodes].sort((one, other) => one.id.localeCompare(other.id))) {
    const level = levels.get(id) ?? 0;
    const before = taken.get(level) ?? 0;
    taken.set(level, before + 1);
    places.set(id, { x: (width / columns) * (level + 0.5), y: bend + row * (before + 0.5), level });
  }
  const height = row * Math.max(...taken.values(), 1) + 2 * bend;
  const arrows = edges.map(({ source, target, text }) => arrow(places.get(source), places.get(target), text));
  const circles = nodes.map(({ id, text }) => circle(places.get(id), id, text));
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#888"/></marker></defs>${arrows.join('')}${circles.join('')}</svg>`;
}

/** Longest way from somebody whom nobody calls; a circle of calls ends after as many steps as there are nodes. */
function levelsOf(ids: readonly string[], edges: readonly { readonly source: string; readonly target: string }[]): ReadonlyMap<string, number> {
  const levels = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round++) {
    let moved = false;
    for (const { source, target } of edges) {
      const next = (levels.get(source) ?? 0) + 1;
      if (source === target || next <= (levels.get(target) ?? 0) || next >= ids.length) continue;
      levels.set(target, next);
      moved = true;
    }
    if (!moved) break;
  }
  return levels;
}

/** Straight to the next column, in a bow past others: up, or down to what lies lower. */
function arrow(from: Place | undefined, to: Place | undefined, text: string): string {
  if (from === undefined || to === undefined) return '';
  const away = to.level - from.level === 1 ? 0 : to.y > from.y ? bend : -bend;
  // the middle of a quadratic curve is half way to its control point
  const control = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + 2 * away };
  const start = beside(from, control, radius);
  const end = beside(to, control, radius + 4);
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + away };
  return `<path d="M${start}Q${control.x.toFixed(1)} ${control.y.toFixed(1)} ${end}" fill="none" stroke="#888" stroke-width="1.5" marker-end="url(#tip)"/><text x="${middle.x.toFixed(1)}" y="${(middle.y - 6).toFixed(1)}" class="tick halo" text-anchor="middle">${escaped(text)}</text>`;
}

/** The point at a distance from a circle's middle, on the way to another point. */
function beside(place: Place, towards: { readonly x: number; readonly y: number }, distance: number): string {
  const [dx, dy] = [towards.x - place.x, towards.y - place.y];
  const length = Math.hypot(dx, dy) || 1;
  return `${(place.x + (dx / length) * distance).toFixed(1)} ${(place.y + (dy / length) * distance).toFixed(1)}`;
}

function circle(place: Place | undefined, id: string, text: string): string {
  if (place === undefined) return '';
  const { x, y } = place;
  const name = shortened(id);
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="#EAF3FA" stroke="#0072B2" stroke-width="2"/><text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" text-anchor="middle" class="value">${escaped(text)}</text><text x="${x.toFixed(1)}" y="${(y + radius + 15).toFixed(1)}" text-anchor="middle" class="name halo">${escaped(name)}</text>`;
}
