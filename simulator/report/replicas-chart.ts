/** Chart of needed and ready pods over time, the times at which pods were missing, and the winning signals of our policy. */
import type { History, Step } from './history';
import { halfText, horizontal, marks, picture, text, width } from './svg';

const box = { left: 32, right: 4, top: 8, bottom: 128 };

export interface ReplicasChartOptions {
  readonly title: string;
  /** Upper end of the axis, equal in all charts so that they can be compared. */
  readonly most: number;
  /** Seconds of the whole record. */
  readonly length: number;
  /** Class of each signal's colour. */
  readonly classOf: (signal: string) => string;
}

export function replicasChart(history: History, { title, most, length, classOf }: ReplicasChartOptions): string {
  const steps = history.all;
  const x = (index: number): number => box.left + (index / Math.max(steps.length, 1)) * (width - box.left - box.right);
  const y = (pods: number): number => box.bottom - (pods / Math.max(most, 1)) * (box.bottom - box.top);
  const grid = marks(most).map((mark) => horizontal(y(mark), box.left, width - box.right) + text(box.left - 4, y(mark) + halfText, String(mark), 'end'));
  const line = (of: (step: Step) => number): string =>
    steps.map((step, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(of(step)).toFixed(1)}H${x(index + 1).toFixed(1)}`).join('');
  const area = `${line(({ needed }) => needed)}L${x(steps.length).toFixed(1)} ${box.bottom}L${box.left} ${box.bottom}Z`;
  const missing = runs(steps, ({ missing: now }) => (now ? 'missing' : undefined));
  const winners = runs(steps, ({ winner }) => winner);
  const band = (from: number, to: number, top: number, name: string): string =>
    `<rect class="${name}" x="${x(from).toFixed(1)}" y="${top}" width="${(x(to) - x(from)).toFixed(1)}" height="7"/>`;
  const hours = length / 3600;
  const end = hours > 48 ? `${(hours / 24).toFixed(1)} days` : hours >= 2 ? `${hours.toFixed(1)} hours` : `${(hours * 60).toFixed(0)} min`;
  return picture(165, `${title}: pods needed and ready`, [
    ...grid,
    `<path class="needed" d="${area}"/>`,
    `<path class="ready" d="${line(({ ready }) => ready)}"/>`,
    ...missing.map(({ from, to }) => band(from, to, box.bottom + 3, 'missing')),
    ...winners.map(({ from, to, value }) => band(from, to, box.bottom + 12, classOf(value))),
    text(box.left, 160, '0'),
    text(width - box.right, 160, end, 'end'),
  ]);
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** Joins neighbouring steps with the same value. */
function runs(steps: readonly Step[], of: (step: Step) => string | undefined): readonly Run[] {
  const found: { from: number; to: number; value: string }[] = [];
  steps.forEach((step, index) => {
    const value = of(step);
    const last = found.at(-1);
    if (value !== undefined && last?.value === value && last.to === index) last.to += 1;
    else if (value !== undefined) found.push({ from: index, to: index + 1, value });
  });
  return found;
}
