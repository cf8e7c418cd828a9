/** A platform whose data are younger than the windows of its rules: all of it, or the workload alone. Raw series, through the scaling rules and those of alerts together. */
import { metrics, recorded } from '../../../config/telemetry';
import { chain } from '../../rules/chain';
import { STEP_SECONDS, STEPS } from '../../rules/series';
import type { PromtoolSeries } from '../../prometheus/promtool-series';
import type { AlertCase } from '../alert-case';
import { world } from '../world';

const made = Object.values(recorded).filter((name) => name.startsWith('lyo:'));
const clock = { step: STEP_SECONDS, steps: STEPS };

/** Scraped series of a healthy platform, without recorded ones. */
function measured(workload: Parameters<typeof chain>[0]): readonly PromtoolSeries[] {
  return [
    ...world({}, clock).filter(({ name }) => !made.some((prefix) => name.startsWith(prefix))),
    // without a target of another workload that is down
    ...chain(workload).filter(({ labels }) => labels['job'] !== 'somebody'),
  ];
}

/** Expects no alert at each evaluation of the first minutes, so that one that is pending only once is found. */
const quiet = (from: number): AlertCase['expect'] => Array.from({ length: 90 }, (_, index) => ({ at: from + index * STEP_SECONDS, firing: [] }));

/** The step in which the workload begins, where the platform is older. */
const onset = 60;

export const youngCases: readonly AlertCase[] = [
  { title: 'all begins at once: the platform, its workload and its load', series: measured({ waiting: () => 1 }), expect: quiet(0) },
  {
    title: 'rules are evaluated before anything is scraped, and jobs are one after another',
    series: measured({}).map((series, index) => ({ ...series, values: series.values.map((value, step) => (step < 2 + (index % 2) ? undefined : value)) })),
    expect: quiet(0),
  },
  {
    title: 'gateways answer later than the workload is ready',
    series: measured({
      gateways: [
        { name: 'gateway-0', appears: 3 },
        { name: 'gateway-1', appears: 5 },
      ],
    }),
    expect: quiet(0),
  },
  {
    title: 'an old platform gets a workload',
    series: measured({ ready: (step) => (step < onset ? 0 : 3), fast: (step) => (step < onset ? 0 : 200), readyAfter: 2 }),
    expect: quiet(onset * STEP_SECONDS - 60),
  },
];

/** The same start without heartbeats: the time until an alert fires. */
export const deadFromTheBeginning: AlertCase = {
  title: 'a workload that never sent a span is told of within four windows',
  series: measured({}).filter(({ name, labels }) => name !== metrics.calls.name || !JSON.stringify(labels).includes('/health/ready')),
  expect: [
    { at: 100, firing: [] },
    { at: 300, firing: [{ alertname: 'SpansMissing' }] },
  ],
};
