/** Circles and arrows of a map panel: callers to the left of what they call. */
import type { PreviewSeries } from './panel-data';
import { escaped } from './escaped';
import { shortened } from './shortened';
import { formatted } from './values';
import type { Unit } from '../../charts/dashboards';

const radius = 30;
const row = 110;

export interface ServiceMapOptions {
  readonly width: number;
  readonly unit: Unit;
}

export function serviceMap(series: readonly PreviewSeries[], { width, unit }: ServiceMapOptions): string {
  const nodes = series.filter(({ query }) => query === 0).map(({ labels, points }) => ({ id: labels['id'] ?? '', value: points[0]?.[1] ?? 0 }));
  const edges = series
    .filter(({ query }) => query === 1)
    .map(({ labels, points }) => ({ source: labels['source'] ?? '', target: labels['target'] ?? '', value: points[0]?.[1] ?? 0 }));
  const levels = levelsOf(
    nodes.map(({ id }) => id),
    edges,
  );
  const columns = Math.max(...levels.values(), 0) + 1;
  const places = new Map<string, readonly [number, number]>();
  const taken = new Map<number, number>();
  for (const { id } of [...nodes].sort((one, other) => one.id.localeCompare(other.id))) {
    const level = levels.get(id) ?? 0;
    const place = taken.get(level) ?? 0;
    taken.set(level, place + 1);
    places.set(id, [(width / columns) * (level + 0.5), row * (place + 0.6)]);
  }
  const height = row * Math.max(...taken.values(), 1) + 20;
  const arrows = edges.map(({ source, target, value }) => arrow(places.get(source), places.get(target), formatted(value, unit)));
  const circles = nodes.map(({ id, value }) => circle(places.get(id), id, formatted(value, unit)));
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

function arrow(from: readonly [number, number] | undefined, to: readonly [number, number] | undefined, text: string): string {
  if (from === undefined || to === undefined) return '';
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const at = (share: number): readonly [number, number] => [from[0] + dx * share, from[1] + dy * share];
  const [x1, y1] = at(radius / length);
  const [x2, y2] = at(1 - (radius + 4) / length);
  const [mx, my] = at(0.5);
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#888" stroke-width="1.5" marker-end="url(#tip)"/><text x="${mx.toFixed(1)}" y="${(my - 6).toFixed(1)}" class="tick" text-anchor="middle">${escaped(text)}</text>`;
}

function circle(place: readonly [number, number] | undefined, id: string, text: string): string {
  if (place === undefined) return '';
  const [x, y] = place;
  const name = shortened(id);
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="#EAF3FA" stroke="#0072B2" stroke-width="2"/><text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" text-anchor="middle" class="value">${escaped(text)}</text><text x="${x.toFixed(1)}" y="${(y + radius + 15).toFixed(1)}" text-anchor="middle" class="name">${escaped(name)}</text>`;
}
