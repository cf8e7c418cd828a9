/** The load of the last hours and its forecast, as an SVG without a script; a table next to it has the same values. */
import type { Anomaly } from '../anomaly';
import type { BinForecast, WorkloadState } from '../workload-state';

const [width, height, left, bottom] = [720, 180, 44, 22];

interface Scale {
  x(at: number): number;
  y(load: number): number;
}

export interface ChartText {
  /** Of the workload, and the unit of its load, as they may stand in HTML. */
  readonly name: string;
  readonly unit: string;
}

/** The chart; undefined before a load is known. @param hours of the load that are shown */
export function loadChart({ history, forecasts, anomalies }: WorkloadState, { name, unit }: ChartText, hours: number): string | undefined {
  if (history === undefined) return undefined;
  const bins = Math.min(Math.round((hours * 3600) / history.step), history.values.length);
  const first = history.values.length - bins;
  const points = Array.from(history.values.subarray(first), (load, index) => ({ at: history.start + (first + index) * history.step, load }));
  const known = points.filter(({ load }) => Number.isFinite(load));
  if (known.length === 0) return undefined;
  const begin = history.start + first * history.step;
  const until = begin + bins * history.step;
  const end = Math.max(until, (forecasts.at(-1)?.at ?? 0) + history.step);
  const most = Math.max(...known.map(({ load }) => load), ...forecasts.map(({ upper }) => upper), 1e-9);
  const scale: Scale = {
    x: (at) => left + ((at - begin) / Math.max(end - begin, 1)) * (width - left - 8),
    y: (load) => height - bottom - (Math.max(load, 0) / most) * (height - bottom - 10),
  };
  const found = (anomalies?.found ?? []).filter(({ at }) => at >= begin);
  const said = `Load of ${name} in the last ${hours} hours, at most ${most.toFixed(0)} ${unit}; ${forecasts.length} bins are forecast, ${found.length} were unlike the past.`;
  return [
    `<svg role="img" aria-label="${said}" viewBox="0 0 ${width} ${height}">`,
    axes(most, begin, end, scale),
    `<path class="load" d="${lineOf(points, scale)}"/>`,
    band(forecasts, history.step, scale),
    ...found.map((anomaly) => mark(anomaly, scale)),
    '</svg>',
  ].join('');
}

const point = (scale: Scale, at: number, load: number): string => `${scale.x(at).toFixed(1)} ${scale.y(load).toFixed(1)}`;

/** A gap in the load stays a gap in the line. */
function lineOf(points: readonly { readonly at: number; readonly load: number }[], scale: Scale): string {
  let open = false;
  return points
    .flatMap(({ at, load }) => {
      const begins = !open;
      open = Number.isFinite(load);
      return open ? [`${begins ? 'M' : 'L'}${point(scale, at, load)}`] : [];
    })
    .join('');
}

/** Of each bin from its begin to its end, as it is meant. */
function band(forecasts: readonly BinForecast[], step: number, scale: Scale): string {
  if (forecasts.length === 0) return '';
  const along = (of: (forecast: BinForecast) => number): readonly string[] =>
    forecasts.flatMap((one) => [point(scale, one.at, of(one)), point(scale, one.at + step, of(one))]);
  const lower = [...along((one) => one.lower)].reverse();
  return `<path class="band" d="M${[...along((one) => one.upper), ...lower].join('L')}Z"/><path class="expected" d="M${along((one) => one.value).join('L')}"/>`;
}

function mark({ at, load }: Anomaly, scale: Scale): string {
  return `<circle class="anomaly" cx="${scale.x(at).toFixed(1)}" cy="${scale.y(load).toFixed(1)}" r="4"/>`;
}

/** The outer two stay within the picture. */
const anchors: Readonly<Record<number, string>> = { 0: 'start', 4: 'end' };

function axes(most: number, begin: number, end: number, scale: Scale): string {
  const texts = [0, most / 2, most].map((load) => `<text x="${left - 6}" y="${(scale.y(load) + 4).toFixed(1)}" text-anchor="end">${load.toFixed(0)}</text>`);
  const hours = Array.from({ length: 5 }, (_, index) => begin + ((end - begin) * index) / 4);
  const times = hours.map(
    (at, index) =>
      `<text x="${scale.x(at).toFixed(1)}" y="${height - 4}" text-anchor="${anchors[index] ?? 'middle'}">${new Date(at * 1000).toISOString().slice(11, 16)}</text>`,
  );
  return [...texts, ...times].join('');
}
