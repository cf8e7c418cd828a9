/**
 * `npm run bench:autoscaler`: decisions of the autoscaler in a second of CPU, one after the other, for the shipped policy (five signals and the failsafe) and for a
 * plain CPU target, against a decision that only parses the numbers it is given: `JSON.parse` of five metric values, which any controller has to do before it can decide.
 */
import { cpus } from 'node:os';
import { decide, type State } from '../autoscaler/decide';
import type { Observation, Pod } from '../autoscaler/observation';
import { policyOf, type Policy } from '../autoscaler/policy';
import type { AutoscalerSpec, MetricSpec } from '../autoscaler/spec';
import { rounds } from './short-form';
import { coreMilliseconds, medianMilliseconds } from './stopwatch';
import { textTable } from '../command-line/text-table';

const decisions = rounds(60_000, 2000);
const runs = rounds(5, 1);
const syncPeriod = 15;
const signals = ['cpu', 'memory', 'request_rate', 'latency', 'errors'];

const behavior = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent' as const, value: 100, periodSeconds: 15 }], tolerance: '0' },
  scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent' as const, value: 10, periodSeconds: 60 }], tolerance: '0.1' },
};
const objects: readonly MetricSpec[] = signals.map((name) => ({
  type: 'Object',
  object: { metric: { name }, target: { type: 'AverageValue', averageValue: '1' } },
}));
const cpu: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };

function specOf(metrics: readonly MetricSpec[]): AutoscalerSpec {
  return { minReplicas: 2, maxReplicas: 50, metrics: [...metrics], behavior };
}

function podsOf(count: number, load: number): readonly Pod[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `pod-${index}`,
    ready: true,
    startedAt: -1000,
    readyChangedAt: -900,
    requests: { app: { cpu: 500 } },
    usage: { app: { cpu: Math.round(load * 500) } },
  }));
}

/** A load that rises and falls every twenty minutes, so that stabilization windows and rates are exercised. */
function observations(pods: number): readonly Observation[] {
  return Array.from({ length: 80 }, (_, index) => {
    const load = 12 + 10 * Math.sin((2 * Math.PI * index) / 80);
    const metrics = Object.fromEntries(signals.map((name, place) => [name, Math.round(load * (1 - place / 10)) * 1000]));
    return { now: 0, replicas: 0, pods: podsOf(pods, load / 16), metrics };
  });
}

function replay(policy: Policy, seen: readonly Observation[]): number {
  let state: State | undefined;
  let replicas = 5;
  for (let sync = 0; sync < decisions; sync += 1) {
    const observation = seen[sync % seen.length];
    if (observation === undefined) throw new Error('there is an observation for every sync');
    const decision = decide(policy, state, { ...observation, now: sync * syncPeriod, replicas });
    ({ replicas } = decision);
    state = decision;
  }
  return replicas;
}

function parsing(texts: readonly string[]): number {
  let sum = 0;
  for (let sync = 0; sync < decisions; sync += 1) {
    const values = JSON.parse(texts[sync % texts.length] ?? '{}') as Record<string, number>;
    for (const name of signals) sum += values[name] ?? 0;
  }
  return sum;
}

function main(): void {
  const none = observations(0);
  const parsed = medianMilliseconds(runs, () => void parsing(none.map(({ metrics }) => JSON.stringify(metrics))), coreMilliseconds);
  const cases: readonly (readonly [string, AutoscalerSpec, readonly Observation[]])[] = [
    ['five signals', specOf(objects), none],
    ['five signals and the failsafe, 10 pods', specOf([...objects, cpu]), observations(10)],
    ['CPU 70 %, 10 pods', specOf([cpu]), observations(10)],
    ['CPU 70 %, 50 pods', specOf([cpu]), observations(50)],
  ];
  process.stdout.write(`${decisions} decisions, median of ${runs} runs after one, one of ${cpus().length} cores, Node ${process.versions.node}\n\n`);
  const rows = cases.map(([name, spec, seen]) => {
    const policy = policyOf(spec);
    const milliseconds = medianMilliseconds(runs, () => void replay(policy, seen), coreMilliseconds);
    return [name, String(Math.round((decisions / milliseconds) * 1000)), `${(milliseconds / parsed).toFixed(2)} x`];
  });
  process.stdout.write(`${textTable([['policy', 'decisions/s', 'of JSON.parse'], ...rows]).join('\n')}\n`);
}

main();
