/** Circles and arrows of a map panel: callers to the left of what they call. */
import type { PreviewSeries } from './panel-data';
import { escaped } from '../../command-line/escaped';
import { shortened } from './shortened';
import { arrowBetween, type Box, type Place, type Taken } from './service-map-arrow';
import { textWidth } from './text-width';

const radius = 30;
const row = 110;
const fontSizes = { name: 12, edge: 11, value: 12, smallest: 7 } as const;
/** Between the drawing and its edge, in pixels. */
const margin = 8;

export interface ServiceMapOptions {
  readonly width: number;
}

export function serviceMap(series: readonly PreviewSeries[], { width }: ServiceMapOptions): string {
  const nodes = series.filter(({ query }) => query === 0).map(({ labels }) => ({ id: labels['id'] ?? '', text: labels['mainstat'] ?? '' }));
  const edges = series
    .filter(({ query }) => query === 1)
    .map(({ labels }) => ({ source: labels['source'] ?? '', target: labels['target'] ?? '', text: labels['mainstat'] ?? '' }));
  const places = placesOf(
    nodes.map(({ id }) => id),
    edges,
    width,
  );
  const room = width / (Math.max(0, ...[...places.values()].map(({ level }) => level)) + 1) - margin;
  const names = new Map([...places].map(([id, place]) => [id, nameBox(place, fitting(shortened(id), room))]));
  const taken: Taken = { circles: [...places.values()], boxes: [...names.values()] };
  const arrows = edges.flatMap(({ source, target, text }) => {
    const [from, to] = [places.get(source), places.get(target)];
    if (from === undefined || to === undefined) return [];
    const arrow = arrowBetween({ from, to, text, fontSize: fontSizes.edge }, taken);
    taken.boxes.push(arrow.label);
    return [arrow];
  });
  const circles = nodes.map(({ id, text }) => circle(places.get(id), names.get(id), { id, text }));
  const [top, bottom] = extent(taken, arrows);
  return `<svg width="${width}" height="${bottom - top}" viewBox="0 ${top} ${width} ${bottom - top}"><defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#888"/></marker></defs>${arrows.map(({ svg }) => svg).join('')}${circles.join('')}</svg>`;
}

/** Columns by level, each around the middle. */
function placesOf(ids: readonly string[], edges: readonly { readonly source: string; readonly target: string }[], width: number): ReadonlyMap<string, Place> {
  const levels = levelsOf(ids, edges);
  const columns = Math.max(...levels.values(), 0) + 1;
  const column = (level: number): readonly string[] => [...levels.keys()].filter((id) => levels.get(id) === level).sort();
  const all = Array.from({ length: columns }, (_, level) => column(level));
  return new Map(
    all.flatMap((members, level) =>
      members.map((id, index): [string, Place] => [id, { x: (width / columns) * (level + 0.5), y: row * (index - (members.length - 1) / 2), level, radius }]),
    ),
  );
}

/** Level of each node: length of the longest path from a node without callers; a cycle ends after as many steps as there are nodes. */
function levelsOf(ids: readonly string[], edges: readonly { readonly source: string; readonly target: string }[]): ReadonlyMap<string, number> {
  const levels = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round++) {
    let moved = false;
    for (const { source, target } of edges) {
      const next = (levels.get(source) ?? 0) + 1;
      if (source === target || !levels.has(target) || next <= (levels.get(target) ?? 0) || next >= ids.length) continue;
      levels.set(target, next);
      moved = true;
    }
    if (!moved) break;
  }
  return levels;
}

/** A text cut to a width, with an ellipsis. */
function fitting(text: string, width: number): string {
  const most = Math.max(3, Math.floor(width / textWidth('x', fontSizes.name)));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Box of a name, on the side that faces away from the centre and has no arrows. */
function nameBox({ x, y }: Place, text: string): Box & { readonly text: string } {
  return { text, x, y: y < 0 ? y - radius - 11 : y + radius + 11, width: textWidth(text, fontSizes.name), height: 14 };
}

function circle(
  place: Place | undefined,
  name: (Box & { readonly text: string }) | undefined,
  { id, text }: { readonly id: string; readonly text: string },
): string {
  if (place === undefined || name === undefined) return '';
  const { x, y } = place;
  // a number above its unit: side by side they would not fit
  const lines = text.split(' ');
  const values = lines.map((line, index) => {
    const away = 13 * (index - (lines.length - 1) / 2);
    return `<text x="${x.toFixed(1)}" y="${(y + away + 4).toFixed(1)}" text-anchor="middle" class="value" style="font-size:${fontSizeWithin(line, Math.abs(away) + 6)}px">${escaped(line)}</text>`;
  });
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="#EAF3FA" stroke="#0072B2" stroke-width="2"><title>${escaped(id)}</title></circle>${values.join('')}<text x="${x.toFixed(1)}" y="${(name.y + 4).toFixed(1)}" text-anchor="middle" class="name halo">${escaped(name.text)}</text>`;
}

/** The largest font size at which a line stays within the circle. @param away distance of its farther edge from the middle */
function fontSizeWithin(line: string, away: number): number {
  const chord = 2 * Math.sqrt(Math.max(0, (radius - 3) ** 2 - away ** 2));
  return Number(Math.max(fontSizes.smallest, Math.min(fontSizes.value, chord / textWidth(line, 1))).toFixed(1));
}

/** From the highest to the lowest point of all that is drawn. */
function extent({ circles, boxes }: Taken, arrows: readonly { readonly top: number; readonly bottom: number }[]): readonly [top: number, bottom: number] {
  const tops = [...circles.map(({ y }) => y - radius), ...boxes.map(({ y, height }) => y - height / 2), ...arrows.map(({ top }) => top)];
  const bottoms = [...circles.map(({ y }) => y + radius), ...boxes.map(({ y, height }) => y + height / 2), ...arrows.map(({ bottom }) => bottom)];
  return [Math.floor(Math.min(0, ...tops)) - margin, Math.ceil(Math.max(0, ...bottoms)) + margin];
}
