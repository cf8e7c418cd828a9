/** SVG elements of charts: coordinates with one decimal, and escaped texts. */
import { escaped } from '../../command-line/escaped';

export const width = 400;
/** Of texts, in units of the width. A chart on a phone of 390 pixels is 0.94 times as large: 11 pixels. */
export const fontSize = 12;
/** From the middle of a text to its base line. */
export const halfText = 4;

export function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function horizontal(y: number, from: number, to: number): string {
  return `<line class="grid" x1="${from}" x2="${to}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`;
}

/** @param label text for screen readers */
export function picture(height: number, label: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${parts.join('')}</svg>`;
}

export interface Step {
  readonly value: number;
  /** Text of the number, with enough digits to distinguish neighbouring steps. */
  readonly label: string;
}

/** At most six numbers within the bounds, at a distance of 1, 2 or 5 times a power of ten; for equal bounds that number. */
export function roundSteps(low: number, high: number): readonly Step[] {
  const rough = Math.max((high - low) / 5, 1e-3);
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(distance) + 1e-9));
  const first = Math.ceil(low / distance - 1e-9);
  const count = Math.max(1, Math.floor(high / distance + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * distance).map((value) => ({ value, label: value.toFixed(digits) }));
}

/** About four whole numbers up to `largest`, at a distance of 1, 2 or 5 times a power of ten. */
export function marks(largest: number): readonly number[] {
  const rough = Math.max(largest, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough);
  return Array.from({ length: Math.floor(largest / distance) + 1 }, (_, index) => index * distance);
}
