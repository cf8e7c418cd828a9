/** An arrow of a service map: straight if nothing is in its way, else the flattest curve around the obstacle. */
import { escaped } from '../../command-line/escaped';
import { textWidth } from './text-width';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A circle. */
export interface Place extends Point {
  /** Column, from the left. */
  readonly level: number;
  readonly radius: number;
}

/** A box by its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Areas that arrows and labels must avoid. */
export interface Taken {
  readonly circles: readonly Place[];
  readonly boxes: Box[];
}

export interface Arrow {
  readonly svg: string;
  readonly label: Box;
  readonly top: number;
  readonly bottom: number;
}

export interface ArrowOptions {
  readonly from: Place;
  readonly to: Place;
  readonly text: string;
  readonly fontSize: number;
}

/** Distances of the curve's middle from the straight line, in pixels: the first without overlap is taken, else the one with the least. */
const bends = [0, -45, 45, -75, 75, -105, 105, -140, 140, -180, 180, -230, 230] as const;
/** Between an arrow and a circle that it passes, in pixels. */
const clearance = 6;

export function arrowBetween({ from, to, text, fontSize }: ArrowOptions, taken: Taken): Arrow {
  const tried = bends.map((bend) => {
    const curve = drawnCurve(from, to, bend);
    const middle = along(curve, 0.5);
    const width = textWidth(text, fontSize) + 4;
    const label = { x: middle.x, y: middle.y - fontSize * 0.9 - rise(curve, width / 2), width, height: fontSize + 4 };
    return { curve, label, met: meetings({ curve, label, ends: [from, to] }, taken) };
  });
  const best = tried.reduce((least, one) => (one.met < least.met ? one : least));
  const { curve, label } = best;
  const ys = Array.from({ length: 21 }, (_, step) => along(curve, step / 20).y);
  return {
    label,
    top: Math.min(...ys),
    bottom: Math.max(...ys),
    svg: `<path d="M${written(curve.from)}Q${written(curve.control)} ${written(curve.to)}" fill="none" stroke="#888" stroke-width="1.5" marker-end="url(#tip)"/><text x="${label.x.toFixed(1)}" y="${(label.y + fontSize / 3).toFixed(1)}" class="tick halo" text-anchor="middle">${escaped(text)}</text>`,
  };
}

/** A quadratic curve; its middle is half way to the control point. */
interface Curve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/** The curve from the edge of one circle to just before that of the other, as it is drawn. */
function drawnCurve(from: Place, to: Place, bend: number): Curve {
  const control = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + 2 * bend };
  return { from: beside(from, control, from.radius), control, to: beside(to, control, to.radius + 4) };
}

/** Slope of an arrow near its middle, limited so that the label stays close to it. */
function rise({ from, to }: Curve, beside: number): number {
  return Math.min(14, Math.abs((to.y - from.y) / Math.max(1, Math.abs(to.x - from.x))) * beside * 0.8);
}

function along({ from, control, to }: Curve, share: number): Point {
  const at = (one: number, two: number, three: number): number => (1 - share) ** 2 * one + 2 * share * (1 - share) * two + share ** 2 * three;
  return { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) };
}

/** Amount of overlap of an arrow and its label with taken areas. */
function meetings({ curve, label, ends }: { readonly curve: Curve; readonly label: Box; readonly ends: readonly Place[] }, { circles, boxes }: Taken): number {
  const points = Array.from({ length: 41 }, (_, step) => along(curve, step / 40));
  const ran = circles.filter(
    (circle) => !ends.includes(circle) && points.some(({ x, y }) => Math.hypot(x - circle.x, y - circle.y) < circle.radius + clearance),
  );
  const crossed = boxes.filter((box) => points.some(({ x, y }) => Math.abs(x - box.x) < box.width / 2 && Math.abs(y - box.y) < box.height / 2));
  const covered = circles.filter((circle) => distance(circle, label) < circle.radius + 2).length + boxes.filter((box) => overlap(box, label)).length;
  return ran.length + crossed.length + covered;
}

function distance({ x, y }: Point, box: Box): number {
  return Math.hypot(Math.max(0, Math.abs(x - box.x) - box.width / 2), Math.max(0, Math.abs(y - box.y) - box.height / 2));
}

function overlap(one: Box, other: Box): boolean {
  return Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2;
}

/** The point at a distance from a circle's middle, on the way to another point. */
function beside(place: Point, towards: Point, away: number): Point {
  const [dx, dy] = [towards.x - place.x, towards.y - place.y];
  const length = Math.hypot(dx, dy) || 1;
  return { x: place.x + (dx / length) * away, y: place.y + (dy / length) * away };
}

function written({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
