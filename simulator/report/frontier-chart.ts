/** Chart of violations against cost: plain autoscalers with different targets as a line, every other policy as a point. */
import { dominated } from '../outcome-table';
import type { Outcome } from '../simulate';
import { placedLabels, widthOf, type Box, type LabelledPoint } from './placed-labels';
import { halfText, horizontal, picture, roundSteps, text, width } from './svg';

const box = { left: 52, right: 12, top: 16, bottom: 228 };
const height = 268;
/** Percentage of violations at the lower end of the axis; smaller ones are drawn there. */
const least = 0.01;

export function frontierChart(outcomes: readonly Outcome[]): string {
  const costs = outcomes.map(({ costOverOracle }) => costOverOracle);
  const [low, high] = [Math.min(...costs, 1), Math.max(...costs, 1.05) * 1.02];
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
      text(box.left - 4, y(value) + halfText, decade === 0 ? '≤ 0.01' : String(Number(value.toPrecision(1))), 'end')
    );
  });
  const points = outcomes.map((outcome): LabelledPoint & { readonly kind: string } => {
    const kind = outcome.name === 'our policy' ? 'ours' : losers.has(outcome.name) ? 'loser' : 'winner';
    const label = isPlain(outcome) ? outcome.name.replace('HPA CPU ', '') : outcome.name;
    return { kind, label, x: x(outcome.costOverOracle), y: y(outcome.violations), radius: kind === 'ours' ? 5 : 3.5 };
  });
  const circles = points.map(({ kind, x: cx, y: cy, radius }) => `<circle class="${kind}" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${radius}"/>`);
  const axis = roundSteps(low, high).map(({ value, label }): Box & { readonly label: string } => {
    const wide = widthOf(`${label} ×`);
    // the last label ends at the edge of the chart, not beyond it
    return { label: `${label} ×`, x: Math.min(x(value), width - wide / 2), y: height - 10, width: wide, height: 13.5 };
  });
  // short labels have room beside their points
  const labels = placedLabels(
    [...points].sort((one, other) => one.label.length - other.label.length),
    { left: box.left, right: width - 2, top: 1, bottom: height - 18 },
    { taken: axis, lines: plain.map(({ costOverOracle, violations }) => ({ x: x(costOverOracle), y: y(violations) })) },
  );
  return picture(height, 'violating requests in percent over cost', [
    ...grid,
    `<path class="plain" d="${line.join('')}"/>`,
    ...circles,
    ...labels,
    ...axis.map(({ x: at, y: bottom, label }) => text(at, bottom + halfText, label, 'middle')),
  ]);
}

function isPlain({ name }: Outcome): boolean {
  return name.startsWith('HPA CPU ');
}
