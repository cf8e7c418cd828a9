/** The load of the last day and its forecast, as an SVG without a script; a table next to it has the same values. */
import type { Anomaly, BinForecast, WorkloadState } from '../workload-state';

const [width, height, left, bottom] = [720, 180, 44, 22];
const day = 86_400;

interface Scale {
  x(at: number): number;
  y(load: number): number;
}

/** The chart; undefined before a load is known. */
export function loadChart({ history, forecasts, anomalies }: WorkloadState, name: string): string | undefined {
  if (history === undefined) return undefined;
  const bins = Math.min(Math.round(day / history.step), history.values.length);
  const first = history.values.length - bins;
  const points = Array.from(history.values.subarray(first), (load, index) => ({ at: history.start + (first + index) * history.step, load }));
  const known = points.filter(({ load }) => Number.isFinite(load));
  if (known.length === 0) return undefined;
  const begin = history.start + first * history.step;
  const end = forecasts.at(-1)?.at ?? begin + bins * history.step;
  const most = Math.max(...known.map(({ load }) => load), ...forecasts.map(({ upper }) => upper), 1e-9);
  const scale: Scale = {
    x: (at) => left + ((at - begin) / Math.max(end - begin, 1)) * (width - left - 8),
    y: (load) => height - bottom - (Math.max(load, 0) / most) * (height - bottom - 10),
  };
  const found = (anomalies?.found ?? []).filter(({ at }) => at >= begin);
  const said = `Load of ${name} in the last day, at most ${most.toFixed(0)} requests a second; ${forecasts.length} bins are forecast, ${found.length} were unlike the past.`;
  return [
    `<svg role="img" aria-label="${said}" viewBox="0 0 ${width} ${height}">`,
    axes(most, begin, end, scale),
    `<path class="load" d="${lineOf(points, scale)}"/>`,
    band(forecasts, scale),
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

function band(forecasts: readonly BinForecast[], scale: Scale): string {
  if (forecasts.length === 0) return '';
  const upper = forecasts.map(({ at, upper: end }) => point(scale, at, end));
  const lower = forecasts.map(({ at, lower: end }) => point(scale, at, end)).reverse();
  const middle = forecasts.map(({ at, value }) => point(scale, at, value));
  return `<path class="band" d="M${[...upper, ...lower].join('L')}Z"/><path class="expected" d="M${middle.join('L')}"/>`;
}

function mark({ at, load }: Anomaly, scale: Scale): string {
  return `<circle class="anomaly" cx="${scale.x(at).toFixed(1)}" cy="${scale.y(load).toFixed(1)}" r="4"/>`;
}

function axes(most: number, begin: number, end: number, scale: Scale): string {
  const texts = [0, most / 2, most].map((load) => `<text x="${left - 6}" y="${(scale.y(load) + 4).toFixed(1)}" text-anchor="end">${load.toFixed(0)}</text>`);
  const hours = Array.from({ length: 5 }, (_, index) => begin + ((end - begin) * index) / 4);
  const times = hours.map(
    (at) => `<text x="${scale.x(at).toFixed(1)}" y="${height - 4}" text-anchor="middle">${new Date(at * 1000).toISOString().slice(11, 16)}</text>`,
  );
  return [...texts, ...times].join('');
}
