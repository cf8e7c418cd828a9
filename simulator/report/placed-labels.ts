/** Places labels of points without overlaps: each at the nearest free place, with a leader line if that is not beside its point. */
import { fontSize, text } from './svg';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box, given by its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface LabelledPoint extends Point {
  readonly label: string;
  /** Radius of the point's circle. */
  readonly radius: number;
}

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const lineHeight = 13.5;
/** Distance between a circle and its label, in pixels. */
const gap = 3;

/** Upper bound of the width of a label, in pixels. */
export function widthOf(label: string): number {
  // digits and small letters of sans-serif fonts are narrower than this share of their height
  return label.length * fontSize * 0.62;
}

/** @param taken boxes where no label may be, besides the circles @param lines lines between points, which labels should not cover */
export function placedLabels(
  points: readonly LabelledPoint[],
  room: Room,
  { taken, lines }: { readonly taken: readonly Box[]; readonly lines: readonly Point[] },
): readonly string[] {
  const boxes: Box[] = [...taken, ...points.map(({ x, y, radius }) => ({ x, y, width: 2 * radius, height: 2 * radius }))];
  const drawn = between(lines);
  return points.map((point) => {
    const own = boxes.filter(({ x, y }) => x !== point.x || y !== point.y);
    const met = (place: Box): number => {
      const way = leaderOf(point, place);
      return 3 * count(boxes, place) + count(drawn, place) + (way === undefined ? 0 : between(way).filter((dot) => count(own, dot) > 0).length / 100);
    };
    const place = firstFree(around(point, room), met);
    boxes.push(place);
    const way = leaderOf(point, place);
    if (way !== undefined) drawn.push(...between(way));
    return (way === undefined ? '' : leader(way)) + text(place.x, place.y + fontSize / 3, point.label, 'middle');
  });
}

/** The first place without overlaps, else the one with the fewest. */
function firstFree(places: readonly Box[], met: (place: Box) => number): Box {
  let best: { readonly place: Box; readonly met: number } | undefined;
  for (const place of places) {
    const meets = met(place);
    if (best === undefined || meets < best.met) best = { place, met: meets };
    if (meets === 0) break;
  }
  if (best === undefined) throw new Error('a chart must be wider and higher than each of its labels');
  return best.place;
}

/** Places within the chart, nearest to the point first; above before below, right before left. */
function around({ x, y, radius, label }: LabelledPoint, room: Room): readonly Box[] {
  const [width, height] = [widthOf(label), lineHeight];
  const lowest = radius + gap + height / 2;
  const [besides, rows] = [radius + gap + width / 2, Math.ceil((room.bottom - room.top) / lineHeight)];
  const aside = [0, ...Array.from({ length: 20 }, (_, index) => (index + 1) * 9).flatMap((away) => [away, -away])];
  const beside = [1, -1].map((side) => ({ x: x + side * besides, y, width, height }));
  const others = Array.from({ length: rows }, (_, row) => lowest + row * lineHeight).flatMap((away) =>
    [-away, away].flatMap((up) => aside.map((across) => ({ x: x + across, y: y + up, width, height }))),
  );
  const distance = (box: Box): number => Math.hypot(Math.max(0, Math.abs(box.x - x) - width / 2), box.y - y) + Math.abs(box.x - x) / 4;
  return [...beside, ...others]
    .filter((box) => box.x - width / 2 >= room.left && box.x + width / 2 <= room.right && box.y - height / 2 >= room.top && box.y + height / 2 <= room.bottom)
    .sort((one, other) => distance(one) - distance(other));
}

function overlap(one: Box, other: Box): boolean {
  return Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2;
}

function count(boxes: readonly Box[], place: Box): number {
  return boxes.filter((box) => overlap(box, place)).length;
}

/** Small boxes along the lines between points, to test for overlaps. */
function between(points: readonly Point[]): Box[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 3));
    return Array.from({ length: pieces + 1 }, (_, piece) => piece / pieces).map((share) => ({
      ...{ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share },
      ...{ width: 1, height: 1 },
    }));
  });
}

/** Leader line from the circle to the nearest edge of its label; undefined for a label beside its point. */
function leaderOf({ x, y, radius }: LabelledPoint, place: Box): readonly [Point, Point] | undefined {
  const end = {
    x: Math.min(Math.max(x, place.x - place.width / 2 + 2), place.x + place.width / 2 - 2),
    y: place.y === y ? y : place.y + (place.y < y ? place.height / 2 : -place.height / 2),
  };
  const length = Math.hypot(end.x - x, end.y - y);
  if (length <= radius + 2 * gap) return undefined;
  const share = radius / length;
  return [{ x: x + (end.x - x) * share, y: y + (end.y - y) * share }, end];
}

function leader([from, to]: readonly [Point, Point]): string {
  return `<line class="leader" x1="${from.x.toFixed(1)}" y1="${from.y.toFixed(1)}" x2="${to.x.toFixed(1)}" y2="${to.y.toFixed(1)}"/>`;
}
