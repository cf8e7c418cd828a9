/** Lines over time as SVG: axis labels with units, a legend below, nothing that moves. */
import type { SeriesPanel } from '../../charts/dashboards';
import type { Exemplar } from '../prometheus/prometheus-exemplars';
import type { QueryRange } from '../prometheus/prometheus-query';
import type { PreviewSeries } from './panel-data';
import { ticks, timeTicks, type TimeTick } from './axis';
import { escaped } from '../../command-line/escaped';
import { textWidth } from './text-width';
import { stepLabels } from './values';

/** Okabe and Ito's palette: readable for colour-blind people. */
export const colours = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#7A6A00', '#555555'] as const;

const height = 190;
const margin = { left: 62, right: 10, top: 8, bottom: 22 };
/** Of labels at the axes, in pixels. */
const fontSize = 11;
/** Largest number of lines that are drawn. */
const shown = 8;

export interface LineChartOptions {
  readonly width: number;
  readonly window: QueryRange;
  /** Drawn as points. */
  readonly exemplars: readonly Exemplar[];
}

/** A line with its base, if lines are stacked. */
interface Line extends PreviewSeries {
  /** Values below the points, at the same times. */
  readonly base?: readonly number[];
}

export function lineChart(panel: SeriesPanel, all: readonly PreviewSeries[], { width, window, exemplars }: LineChartOptions): string {
  const kept = all.length <= shown ? all : [...all].sort((one, other) => largest(other) - largest(one)).slice(0, shown);
  const lines: readonly Line[] = panel.stacked === true ? stacked(kept) : kept;
  const values = [...lines.flatMap(({ points }) => points.map(([, value]) => value)), ...exemplars.map(({ value }) => value)];
  const { values: marks, place } = ticks(values, panel.axis ?? 'from-zero', panel.unit);
  const labels = stepLabels(marks, panel.unit);
  const left = Math.max(margin.left, ...labels.map((label) => textWidth(label, fontSize) + 8));
  const x = (at: number): number => left + ((at - window.from) / (window.to - window.from)) * (width - left - margin.right);
  const y = (value: number): number => height - margin.bottom - place(value) * (height - margin.top - margin.bottom);
  const grid = marks.map(
    (tick, index) =>
      `<line x1="${left.toFixed(1)}" x2="${width - margin.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" class="grid"/>` +
      `<text x="${(left - 6).toFixed(1)}" y="${(y(tick) + 4).toFixed(1)}" class="tick" text-anchor="end">${escaped(labels[index] ?? '')}</text>`,
  );
  const paths = lines.map((line, index) => path(line, { x, y, step: window.step, colour: colourAt(index) }));
  const points = exemplars.map(({ at, value }) => point(x(at), y(value)));
  const legend = kept.map(({ name }, index) => `<span><i style="background:${colourAt(index)}"></i>${escaped(name)}</span>`);
  const more = all.length > shown ? `<span>and ${all.length - shown} more</span>` : '';
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${grid.join('')}${times(window, x, width)}${paths.join('')}${points.join('')}</svg><div class="legend">${legend.join('')}${more}</div>`;
}

function colourAt(index: number): string {
  return colours[index % colours.length] ?? colours[0];
}

function largest({ points }: PreviewSeries): number {
  return Math.max(...points.map(([, value]) => value));
}

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly step: number;
  readonly colour: string;
}

/** SVG path of a line: a gap of more than two steps breaks it; a single point is a dot. */
function path({ points, base = [] }: Line, { x, y, step, colour }: Scale): string {
  const parts: string[] = [];
  const area =
    base.length === 0
      ? ''
      : areaOf(
          points.map(([at, value], index) => [x(at), y(value), y(base[index] ?? 0)]),
          colour,
        );
  let previous = Number.NEGATIVE_INFINITY;
  for (const [at, value] of points) {
    parts.push(`${at - previous > 2.5 * step ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    previous = at;
  }
  const dot =
    points.length === 1 && points[0] !== undefined
      ? `<circle cx="${x(points[0][0]).toFixed(1)}" cy="${y(points[0][1]).toFixed(1)}" r="3" fill="${colour}"/>`
      : '';
  return `${area}<path d="${parts.join('')}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linejoin="round"/>${dot}`;
}

function areaOf(edges: readonly (readonly [x: number, top: number, bottom: number])[], colour: string): string {
  const there = edges.map(([x, top]) => `${x.toFixed(1)} ${top.toFixed(1)}`);
  const back = edges.map(([x, , bottom]) => `${x.toFixed(1)} ${bottom.toFixed(1)}`).reverse();
  return `<polygon points="${[...there, ...back].join(' ')}" fill="${colour}" fill-opacity="0.25"/>`;
}

/** An exemplar, as Grafana draws them. */
function point(x: number, y: number): string {
  return `<path class="exemplar" d="M${x.toFixed(1)} ${(y - 4).toFixed(1)}l4 4l-4 4l-4 -4z" fill="#E69F00" stroke="#fff" stroke-width="0.8"/>`;
}

/** Stacks each line on the previous ones, at its own times. */
function stacked(lines: readonly PreviewSeries[]): readonly Line[] {
  const sums = new Map<number, number>();
  return lines.map((line) => {
    const base = line.points.map(([at]) => sums.get(at) ?? 0);
    const points = line.points.map(([at, value], index) => [at, (base[index] ?? 0) + value] as const);
    for (const [at, sum] of points) sums.set(at, sum);
    return { ...line, base, points };
  });
}

/** Labels of round times with a gap of a label's width between them; the last one is aligned to the edge. */
function times(window: QueryRange, x: (at: number) => number, width: number): string {
  return spaced(window, x(window.to) - x(window.from))
    .map(({ at, text }) => {
      const half = textWidth(text, fontSize) / 2;
      return `<text x="${Math.min(x(at), width - half).toFixed(1)}" y="${height - 6}" class="tick" text-anchor="middle">${text}</text>`;
    })
    .join('');
}

/** As many times as fit: labels with seconds or a date are wider. */
function spaced(window: QueryRange, width: number): readonly TimeTick[] {
  const most = (text: string): number => Math.max(2, Math.floor(width / (2 * textWidth(text, fontSize))));
  const tried = ['00:00', '00:00:00', '00-00 00:00'].map((text) => ({ text, ticks: timeTicks(window, most(text)) }));
  const fits = tried.find((one) => one.ticks.every(({ text }) => text.length <= one.text.length));
  return fits?.ticks ?? [];
}
