/** Trust over time: by what share each trial found the last day better, and whether that was enough. The table beside it says the same. */
import type { LoggedVerdict } from '../workload-state';

const [width, height, left, right, bottom] = [720, 130, 44, 8, 22];

/** Undefined before the first trial. */
export function trustChart(verdicts: readonly LoggedVerdict[], name: string): string | undefined {
  const [first, last] = [verdicts[0], verdicts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const most = Math.max(...verdicts.map(({ gain }) => gain), 0.02);
  const span = Math.max(last.at - first.at, 1);
  const x = (at: number): number => (verdicts.length === 1 ? (left + width - right) / 2 : left + 6 + ((at - first.at) / span) * (width - left - right - 12));
  const y = (gain: number): number => height - bottom - (Math.max(gain, 0) / most) * (height - bottom - 14);
  const trusted = verdicts.filter((one) => one.trusted).length;
  const said = `Trust in the forecast of ${name}: ${trusted} of ${verdicts.length} trials were trusted, the last one ${last.trusted ? 'is' : 'is not'}.`;
  const marks = verdicts.map(
    (one) => `<circle class="${one.trusted ? 'trusted' : 'untrusted'}" cx="${x(one.at).toFixed(1)}" cy="${y(one.gain).toFixed(1)}" r="4"/>`,
  );
  const line = verdicts.map((one) => `${x(one.at).toFixed(1)} ${y(one.gain).toFixed(1)}`).join('L');
  return [
    `<svg role="img" aria-label="${said}" viewBox="0 0 ${width} ${height}">`,
    ...[0, most].map(
      (gain) =>
        `<path class="grid" d="M${left} ${y(gain).toFixed(1)}H${width - right}"/><text x="${left - 6}" y="${(y(gain) + 4).toFixed(1)}" text-anchor="end">${(100 * gain).toFixed(most < 0.1 ? 1 : 0)} %</text>`,
    ),
    `<path class="gain" d="M${line}"/>`,
    ...marks,
    ...endsOf(verdicts).map(
      ({ at, anchor, to }) =>
        `<text x="${to}" y="${height - 4}" text-anchor="${anchor}">${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')}</text>`,
    ),
    '</svg>',
  ].join('');
}

interface End {
  readonly at: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly to: number;
}

function endsOf(verdicts: readonly LoggedVerdict[]): readonly End[] {
  const [first, last] = [verdicts[0], verdicts.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (first === last) return [{ at: first.at, anchor: 'middle', to: (left + width - right) / 2 }];
  return [
    { at: first.at, anchor: 'start', to: left },
    { at: last.at, anchor: 'end', to: width - right },
  ];
}
