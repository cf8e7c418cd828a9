/** A policy is proposed only where both halves of the past are better with it. */
import { seedPolicy } from '../fixtures/standard';
import type { ScalingPolicy } from '../../config/scaling';
import type { TrialSettings } from '../../optimizer/learning/trial';
import type { RegularSeries } from '../../optimizer/timeseries/series';
import { playedPolicy, searchedPolicy } from '../../planning/policy-search';
import { retuned } from '../../config/retuned-policy';
import { validSettings, workloadSettings } from '../optimizer/played-world';

const [step, perDay] = [300, 288];
const careful = retuned(seedPolicy, { headroom: 0.7, upTolerance: 0.1, scaleIn: { percent: 10, tolerance: 0.1 } });

function settings(): TrialSettings {
  const all = validSettings({ workloads: [workloadSettings('backend', { startUp: 60 })] });
  const [workload] = all.workloads;
  if (workload === undefined) throw new Error('a workload must be there');
  return { workload: { ...workload, scaling: careful }, signals: all.signals, knee: all.knee };
}

/** Days that swing slowly; on the rough ones the load jumps every half hour. */
function load(days: number, rough: (day: number) => boolean): RegularSeries {
  const at = (index: number): number => {
    const jump = rough(Math.floor(index / perDay)) && index % 12 < 6 ? 2.2 : 1;
    return (900 + 300 * Math.sin((2 * Math.PI * index) / perDay)) * jump;
  };
  return { start: 0, step, values: Float64Array.from({ length: days * perDay }, (_, index) => at(index)) };
}

/** Of the grid what is fuller, with one behaviour: the whole of it takes a minute. */
const fuller = ({ signals: { cpu }, behavior: { up, down } }: ScalingPolicy): boolean =>
  (cpu?.utilization ?? 0) > 50 && up.tolerance === 0.1 && down.percent === 10;
const search = (series: RegularSeries, admit: (policy: ScalingPolicy) => boolean = fuller): ReturnType<typeof searchedPolicy> =>
  searchedPolicy({ load: series, settings: settings(), admit, progress: () => undefined });

test('a policy that is too careful for a calm load becomes less so, and both halves have fewer pod-hours', () => {
  const found = search(load(4, () => false));
  if ('refused' in found) throw new Error(found.refused);
  expect(found.retuning.headroom).toBeGreaterThan(1);
  for (const { present, retuned: after } of found.parts) {
    expect(after.podHours).toBeLessThan(0.98 * present.podHours);
    expect(after.violations).toBeLessThanOrEqual(present.violations + 0.1);
  }
});

test('what the last day allows and the first half does not is refused', () => {
  const series = load(4, (day) => day === 0);
  const found = search(series);
  if ('refused' in found) return;
  // where something is found, the rough day is within its bounds too
  const first = { ...series, values: series.values.slice(0, 2 * perDay) };
  const [present, after] = [careful, retuned(careful, found.retuning)].map((scaling) =>
    playedPolicy(first, { ...settings(), workload: { ...settings().workload, scaling } }),
  );
  expect(after?.violations).toBeLessThanOrEqual(Math.max((present?.violations ?? 0) + 0.005, Math.min((present?.violations ?? 0) + 0.1, 0.25)));
});

test.each([
  ['too few days', load(3, () => false), undefined, /4 days of load are needed, received 3/],
  ['a grid that the rules of the configuration refuse', load(4, () => false), (): boolean => false, /as good as it is/],
] as const)('%s is refused with the reason', (_, series, admit, why) => {
  expect(search(series, admit)).toMatchObject({ refused: expect.stringMatching(why) as string });
});
