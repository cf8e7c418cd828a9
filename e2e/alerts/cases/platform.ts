import { jobs } from '../../../config/telemetry';
import type { AlertCase, FiringAlert } from '../alert-case';
import { from, onset, world, type Changes } from '../world';

type Faults = NonNullable<Changes['faults']>;

const day = 86_400;
const volume = { job: jobs.kubeletSelf, persistentvolumeclaim: 'data-prometheus-0' };
const sinceOnset = (now: number): number | undefined => (now < onset ? undefined : 300);
const fromOnset = (value: number) => from(onset, 0, value);

export const platformCases: readonly AlertCase[] = [
  platformCase('the deadman switch fires when all is well', {}, []),
  platformCase('the queue of a gateway fills', { queue: from(onset, 20, 800) }, ['CollectorQueueFilling']),
  platformCase('a queue that is half full is breathing', { queue: from(onset, 20, 500) }, []),
  platformCase('a collector at its memory limit refuses spans', { refused: fromOnset(3) }, ['SpansRefused']),
  platformCase('spans could not be sent for good', { failed: fromOnset(3) }, ['SpansLost']),
  platformCase('spans found the queue full', { rejected: fromOnset(3) }, ['SpansLost']),
  platformCase('pairs of spans do not fit the service graph', { droppedEdges: fromOnset(3) }, ['EdgesDropped']),
  platformCase('more traces are open than a gateway may hold', { undecidedTraces: fromOnset(3) }, ['TracesUndecided']),
  platformCase('requests have more routes than a gateway counts apart', { overflowing: { requests: fromOnset(2) } }, ['OperationsOverflow']),
  platformCase('steps have more names than a gateway counts apart', { overflowing: { steps: fromOnset(0.1) } }, ['OperationsOverflow']),
  platformCase('routes of a workload that is not ours overflow', { overflowing: { strangers: fromOnset(2) } }, []),
  platformCase('spans wait in front of a gateway for longer than somebody waits', { uncounted: { waiting: sinceOnset } }, ['SpansUncounted']),
  platformCase('agents lose spans on their way', { uncounted: { lost: sinceOnset } }, ['SpansUncounted']),
  platformCase(
    'spans waited for five minutes while a gateway was started again',
    { uncounted: { waiting: (now) => (now < onset + 300 ? sinceOnset(now) : undefined) } },
    [],
  ),
  platformCase('what overflows is told once', { uncounted: { overflow: sinceOnset }, overflowing: { requests: fromOnset(2) } }, ['OperationsOverflow']),
  platformCase('a gateway was killed and started again', { restarts: (now) => (now < onset + 420 ? 0 : 1) }, ['CollectorGatewayRestarted']),
  platformCase('a gateway goes on without the queue that it had', { guardRestarts: (now) => (now < onset + 420 ? 0 : 1) }, ['CollectorQueueLost']),
  platformCase('a certificate that lasts 365 days was renewed 336 days ago', { certificateAge: from(onset, 100 * day, 336 * day) }, ['CertificateEnding']),
  platformCase('a certificate that was renewed 334 days ago has 31 days left', { certificateAge: from(onset, 100 * day, 334 * day) }, []),
  platformCase('rules fail to evaluate', { ruleFailures: fromOnset(0.1) }, ['RuleFailures']),
  platformCase('rules take longer than the time between two evaluations', { iterationsMissed: fromOnset(0.02) }, ['RuleIterationsMissed']),
  platformCase('Prometheus cannot read a changed file', { reloaded: from(onset, 1, 0) }, ['PrometheusConfigStale']),
  platformCase('a file was wrong for a minute', { reloaded: (now) => (now >= onset && now < onset + 60 ? 0 : 1) }, []),
  platformCase('Prometheus cannot compact what it keeps', { compactionFailures: fromOnset(0.01) }, ['PrometheusStorageFailing']),
  platformCase('Prometheus cannot write its log', { writeFailures: fromOnset(0.1) }, ['PrometheusStorageFailing']),
  platformCase('Prometheus finds its log damaged', { corruptions: fromOnset(0.01) }, ['PrometheusStorageFailing']),
  platformCase('a pod finds no node', { pending: fromOnset(1) }, ['PodPending']),
  platformCase('a pod waits for a node that comes within five minutes', { pending: (now) => (now >= onset && now < onset + 300 ? 1 : 0) }, []),
  platformCase(
    'a container ends again and again, and runs for a minute of each six',
    { crashing: (now) => (now >= onset && (now - onset) % 360 >= 60 ? 1 : undefined) },
    ['PodCrashLooping'],
  ),
  platformCase('a container crashed once and was started again', { crashing: (now) => (now >= onset && now < onset + 30 ? 1 : undefined) }, []),
  platformCase('a rollout is past its deadline', { stuck: fromOnset(1) }, ['RolloutStuck']),
  platformCase('Prometheus cannot reach Alertmanager', { notificationFailures: fromOnset(0.1) }, ['NotificationFailures']),
  platformCase('Alertmanager cannot reach a receiver', { deliveryFailures: fromOnset(0.1) }, ['NotificationFailures']),
  platformCase('Prometheus holds more series than it was sized for', { headSeries: from(onset, 9000, 90_000) }, [
    { alertname: 'CardinalityOverBudget', job: jobs.prometheus },
  ]),
  {
    title: 'a volume falls from 14 % by a percent in ten minutes: full in days at that slope',
    series: world({ faults: { volumeLeft: (now) => 0.14 - now / 60_000 } }),
    expect: [{ at: 3000, firing: [{ alertname: 'VolumeFilling', ...volume }] }],
  },
  {
    title: 'a volume that has stayed at 14 % for hours is used as it was meant',
    series: world({ faults: { volumeLeft: () => 0.14 } }),
    expect: [{ at: 7000, firing: [] }],
  },
  {
    title: 'a volume with two percent left pages, whatever its slope',
    series: world({ faults: { volumeLeft: () => 0.02 } }),
    expect: [{ at: 7000, firing: [{ alertname: 'VolumeAlmostFull', ...volume }] }],
  },
];

/** A fault that begins at the onset, and the alerts that fire a quarter of an hour later; none fires before. */
function platformCase(title: string, faults: Faults, alerts: readonly (string | FiringAlert)[]): AlertCase {
  return {
    title,
    series: world({ faults }),
    expect: [
      { at: onset - 60, firing: [] },
      { at: onset + 900, firing: alerts.map((alert) => (typeof alert === 'string' ? { alertname: alert } : alert)) },
    ],
  };
}
