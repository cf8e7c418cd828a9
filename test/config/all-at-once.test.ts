/** Independent problems are reported together: a fault hides only problems that cannot be found without the faulty value. */
import fc from 'fast-check';
import { recordedSignalNames } from '../../config/signals';
import { validate, validated } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { firstWorkload, environmentWith, pubSubBacklog, secondWorkload } from '../environment-with';
import { dev } from '../fixtures/dev';
import { prod } from '../fixtures/prod';

function problemsOf(changes: Changes, source: unknown = dev): readonly string[] {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems.map(({ path, rule }) => `${path}: ${rule}`);
}

const metric = { name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Orders that wait', unit: 'orders' };

test('a missing unit hides neither a wrong workload nor a cap above the maximum', () => {
  const { unit: _, ...withoutUnit } = metric;
  expect(
    problemsOf({
      'telemetry.applicationMetrics': [
        { ...withoutUnit, workload: 'bakend' },
        { ...metric, name: 'b', scaling: { perPod: 1, cap: 51 } },
      ],
    }),
  ).toEqual([
    'dev.telemetry.applicationMetrics[0].unit: must be a text',
    'dev.telemetry.applicationMetrics[0].workload: must be a web service or a worker with ports.metrics (backend)',
    "dev.telemetry.applicationMetrics[1].scaling.cap: must be 2 to 50, the workload's replicas",
  ]);
});

test('a cap that is too large for any range is reported beside a reversed range and in the same entry', () => {
  const nobody = { ...metric, workload: 'bakend', unit: undefined };
  expect(problemsOf({ 'telemetry.applicationMetrics': [{ ...nobody, scaling: { perPod: 1, cap: 51 } }] })).toEqual([
    'dev.telemetry.applicationMetrics[0].unit: must be a text',
    'dev.telemetry.applicationMetrics[0].workload: must be a web service or a worker with ports.metrics (backend)',
    'dev.telemetry.applicationMetrics[0].scaling.cap: must be at most the maxReplicas of a workload (50)',
  ]);
  expect(problemsOf({ 'telemetry.applicationMetrics': [{ ...nobody, scaling: { perPod: 1, cap: 50 } }] })).toHaveLength(2);
  const signals = 'workloads[0].scaling.signals';
  expect(problemsOf({ 'workloads[0].scaling.minReplicas': 60, [`${signals}.cpu.utilization`]: undefined, [`${signals}.latency.cap`]: 61 })).toEqual([
    'dev.workloads[0].scaling.signals.cpu.utilization: must be a number',
    'dev.workloads[0].scaling.minReplicas: must be at most maxReplicas (50)',
    'dev.workloads[0].scaling.signals.latency.cap: must be at most maxReplicas (50)',
  ]);
  expect(problemsOf({ 'workloads[0].scaling.minReplicas': 60, [`${signals}.latency.cap`]: 60 })).toHaveLength(1);
});

test('a faulty item of a list does not hide the next one, whose position stays the same', () => {
  const nameless = { ...metric, name: 3, scaling: { perPod: 1, cap: 10 } };
  expect(problemsOf({ 'telemetry.applicationMetrics': [nameless, metric, { ...metric, title: 7 }] })).toEqual([
    'dev.telemetry.applicationMetrics[0].name: must be a text',
    'dev.telemetry.applicationMetrics[2].title: must be a text',
    'dev.telemetry.applicationMetrics[2].name: must be unique among the application metrics',
  ]);
});

test('other fields of a faulty workload are still checked, and so is the next workload', () => {
  const changes = {
    ...secondWorkload,
    'workloads[0].port': 'http',
    'workloads[0].shutdown.drain': '60s',
    'workloads[0].scaling.signals.cpu.cap': 51,
    'workloads[1].name': 'Orders',
    'workloads[1].shutdown.drain': '90s',
  };
  expect(problemsOf(changes).map((text) => text.split(':')[0])).toEqual([
    'dev.workloads[0].port',
    'dev.workloads[1].name',
    'dev.workloads[0].shutdown.drain',
    'dev.workloads[1].shutdown.drain',
    'dev.workloads[0].scaling.signals.cpu.cap',
  ]);
});

test('two environments with the same project are reported even if one of them has a fault', () => {
  const both = (): unknown => validated([altered(dev, { 'nodePool.minNodes': 'one' }), altered(prod, { 'google.project': 'lyo-platform-dev' })]);
  expect(both).toThrow('dev.nodePool.minNodes: must be a number');
  expect(both).toThrow('prod.google.project: must be unique among the environments');
});

/** Faults of a single field, and violated rules between fields. Any combination must be reported completely. */
const faults: Changes = {
  'cluster.name': 3,
  'nodePool.diskSize': '100',
  'registry.mirrored': 'yes',
  'alerting.receivers.page.kind': 'fax',
  'budget.currency': 7,
  'workloads[0].env.LOG_LEVEL': 3,
  'telemetry.operationsPerService': 'many',
  'ci.repositoryId': 5,
  'consoles.members': [],
  'telemetry.spans': true,
};
const mistakes: Changes = {
  'google.zones': ['europe-west1-a'],
  'nodePool.minNodes': 11,
  'backup.lockDays': 8,
  'workloads[0].shutdown.drain': '60s',
  'workloads[0].scaling.minReplicas': 51,
  'tracing.sampling.decisionWait': '3s',
  'workloads[0].scaling.signals.errors.longest': '1800s',
};

test('any combination of faulty fields and violated rules is reported together', () => {
  const some = (all: Changes): fc.Arbitrary<Changes> =>
    fc.subarray(Object.keys(all), { minLength: 1 }).map((paths) => Object.fromEntries(paths.map((path) => [path, all[path]])));
  const alone = (changes: Changes): readonly string[] => Object.entries(changes).flatMap(([path, value]) => problemsOf({ [path]: value }));
  fc.assert(
    fc.property(some(faults), some(mistakes), (wrong, mistaken) => {
      const together = problemsOf({ ...wrong, ...mistaken });
      for (const problem of [...alone(wrong), ...alone(mistaken)]) expect(together).toContain(problem);
    }),
    { numRuns: 60 },
  );
});

test('each of them alone is a problem', () => {
  for (const [path, value] of Object.entries({ ...faults, ...mistakes })) expect([path, problemsOf({ [path]: value })]).not.toEqual([path, []]);
});

describe('a cap that is left out', () => {
  const signals = recordedSignalNames;
  const leftOut = Object.fromEntries(signals.map((name) => [`workloads[0].scaling.signals.${name}.cap`, undefined]));

  test.each([2, 10, 50])('is the maximum of %i', (maxReplicas) => {
    const { scaling } = firstWorkload(environmentWith({ ...leftOut, 'workloads[0].scaling.maxReplicas': maxReplicas }));
    expect(Object.values(scaling.signals).map((signal) => (signal as { readonly cap?: number }).cap)).toEqual(signals.map(() => maxReplicas));
  });

  test.each([3, 41])('is the maximum of %i for each metric of Google Cloud', (maxReplicas) => {
    const { scaling } = firstWorkload(
      environmentWith({
        ...leftOut,
        'workloads[0].scaling.maxReplicas': maxReplicas,
        'workloads[0].scaling.signals.external': [pubSubBacklog, { ...pubSubBacklog, labels: { subscription: 'mails' } }],
      }),
    );
    expect(scaling.signals.external?.map(({ cap }) => cap)).toEqual([maxReplicas, maxReplicas]);
  });

  test('is the maximum of its workload for a metric of the application', () => {
    const environment = environmentWith({ 'telemetry.applicationMetrics': [{ ...metric, scaling: { perPod: 3 } }] });
    expect(environment.telemetry.applicationMetrics[0]?.scaling).toEqual({ perPod: 3, cap: 50 });
  });

  test('is not reported in addition to a wrong maximum', () => {
    expect(problemsOf({ ...leftOut, 'workloads[0].scaling.maxReplicas': 'all' })).toEqual(['dev.workloads[0].scaling.maxReplicas: must be a number']);
  });
});

test('a copied second service is told at once everything that it still needs, with sizing to start from', () => {
  const copy = { ...environmentWith().workloads[0], name: 'orders', namespace: 'lyo-orders' };
  expect(problemsOf({ 'workloads[1]': altered(copy, { 'scaling.maxReplicas': 10 }) })).toEqual([
    'dev.workloads[1].path: must be unique in the environment',
    expect.stringMatching(/^dev\.sizing\.orders: must be present; to begin with, in config\/sizing\/dev\.json: "orders": \{"cpu":\{"request":"250m",/),
    ...recordedSignalNames.map((name) => `dev.workloads[1].scaling.signals.${name}.cap: must be at most maxReplicas (10)`),
  ]);
});
