/** Pieces of charts: coordinates with one decimal, texts without anything that HTML would read. */
import { escaped } from '../../command-line/escaped';

export const width = 400;

export function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function horizontal(y: number, from: number, to: number): string {
  return `<line class="grid" x1="${from}" x2="${to}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`;
}

/** @param label what somebody hears who does not see it */
export function picture(height: number, label: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${parts.join('')}</svg>`;
}

/** Whole numbers at a distance of 1, 2 or 5 times a power of ten, about four of them. */
export function marks(largest: number): readonly number[] {
  const rough = Math.max(largest, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough);
  return Array.from({ length: Math.floor(largest / distance) + 1 }, (_, index) => index * distance);
}
