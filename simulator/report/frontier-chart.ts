/** Violations against cost: the plain autoscalers as one line over their targets, and everybody else as a point. */
import { dominated } from '../outcome-table';
import type { Outcome } from '../simulate';
import { horizontal, picture, text, width } from './svg';

const box = { left: 44, right: 12, top: 12, bottom: 200 };
/** Percent below which violations are drawn alike. */
const least = 0.01;

export function frontierChart(outcomes: readonly Outcome[]): string {
  const costs = outcomes.map(({ costOverOracle }) => costOverOracle);
  const [low, high] = [Math.min(...costs, 1), Math.max(...costs) * 1.02];
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(...outcomes.map(({ violations }) => violations), 0.1) / least)));
  const x = (cost: number): number => box.left + ((cost - low) / Math.max(high - low, 1e-9)) * (width - box.left - box.right);
  const y = (violations: number): number => box.bottom - (Math.log10(Math.max(violations, least) / least) / decades) * (box.bottom - box.top);
  const losers = new Set(dominated(outcomes));
  const plain = outcomes.filter(isPlain).sort((a, b) => a.costOverOracle - b.costOverOracle);
  const line = plain.map(({ costOverOracle, violations }, index) => `${index === 0 ? 'M' : 'L'}${x(costOverOracle).toFixed(1)} ${y(violations).toFixed(1)}`);
  const grid = Array.from({ length: decades + 1 }, (_, decade) => {
    const value = least * 10 ** decade;
    return (
      horizontal(y(value), box.left, width - box.right) +
      text(box.left - 4, y(value) + 3.5, decade === 0 ? '≤ 0.01' : String(Number(value.toPrecision(1))), 'end')
    );
  });
  const points = outcomes.map((outcome) => {
    const [cx, cy] = [x(outcome.costOverOracle), y(outcome.violations)];
    const kind = outcome.name === 'our policy' ? 'ours' : losers.has(outcome.name) ? 'loser' : 'winner';
    const label = isPlain(outcome) ? outcome.name.replace('HPA CPU ', '') : outcome.name;
    const circle = `<circle class="${kind}" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${kind === 'ours' ? 5 : 3.5}"/>`;
    // ours stands below the line of the plain ones, their labels above it
    if (kind === 'ours') return circle + text(cx - 7, cy + 14, label, cx < 120 ? 'start' : 'end');
    return circle + (cx > width - 70 ? text(width - 2, cy - 6, label, 'end') : text(cx + 7, cy - 5, label));
  });
  const axis = [low, (low + high) / 2, high].map((cost, index) =>
    text(x(cost), box.bottom + 14, `${cost.toFixed(2)} ×`, (['start', 'middle', 'end'] as const)[index]),
  );
  return picture(222, 'violating requests in percent over cost', [...grid, `<path class="plain" d="${line.join('')}"/>`, ...points, ...axis]);
}

function isPlain({ name }: Outcome): boolean {
  return name.startsWith('HPA CPU ');
}
