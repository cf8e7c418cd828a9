/** Worked values of small formulas that rules of the configuration, charts and checks use. */
import { reserve, traceCapacity } from '../../config/budgets/trace-capacity';
import { cardinalityBudget } from '../../config/budgets/cardinality-budget';
import { hiddenBelow } from '../../config/exposure';
import { mostNodes } from '../../config/network';
import { withoutSecrets } from '../../config/rules/without-secrets';
import { prefixFor } from '../../config/ip-range';
import { mostPods } from '../../config/most-pods';
import { podsDuringRelease, scaledInWithin, shareOf } from '../../config/rollout';
import { mostHeadroom, toleratedUtilization } from '../../config/scaling';
import { longestGap, nextRuns } from '../../config/schedule';
import type { Environment } from '../../config/environment';
import { altered, type Changes } from '../altered';
import { environmentWith, firstWorkload } from '../environment-with';

test('a task of a release or a schedule has one pod, and two if a new run replaces the old one', () => {
  expect(mostPods({ kind: 'release' })).toBe(1);
  expect(mostPods({ kind: 'scheduled', overlap: 'forbid' })).toBe(1);
  expect(mostPods({ kind: 'scheduled', overlap: 'replace' })).toBe(2);
});

test('pods during a release are the old ones, the surge and the terminating ones', () => {
  // 50 + 5 + (5 · (60/20 + 1) + 5)
  expect(podsDuringRelease({ wanted: 50, surge: 5, settle: 20, grace: 60, scaledIn: 5 })).toBe(80);
  // 61 / 20 rounds up to four waves, and one more
  expect(podsDuringRelease({ wanted: 50, surge: 5, settle: 20, grace: 61 })).toBe(50 + 5 + 25);
  // without a pause any number of waves may overlap, but at most all wanted pods terminate at once
  expect(podsDuringRelease({ wanted: 50, surge: 5, settle: 0, grace: 60 })).toBe(50 + 5 + 50);
  // a second is a pause
  expect(podsDuringRelease({ wanted: 50, surge: 1, settle: 1, grace: 2 })).toBe(50 + 1 + 3);
  // without a surge no pod is replaced beside another
  expect(podsDuringRelease({ wanted: 50, surge: 0, settle: 0, grace: 60 })).toBe(50);
  // two unavailable pods terminate with each wave of one
  expect(podsDuringRelease({ wanted: 50, surge: 1, unavailable: 2, settle: 30, grace: 30 })).toBe(50 + 1 + 3 * 2);
});

test('a share of pods is rounded up as Kubernetes rounds a surge', () => {
  // 10 % of 42 is 4.2
  expect([shareOf(10, 42), shareOf(10, 40), shareOf(100, 7), shareOf(1, 1)]).toEqual([5, 4, 7, 1]);
});

test('pods scaled in within a grace period follow from the largest step of the policy', () => {
  expect(scaledInWithin(60, [{ pods: 5, period: 60 }])).toBe(5);
  expect(scaledInWithin(61, [{ pods: 5, period: 60 }])).toBe(10);
  expect(scaledInWithin(60, [])).toBe(0);
});

test('the prefix length for a number of addresses', () => {
  expect([1, 2, 256, 257, 2 ** 20].map(prefixFor)).toEqual([32, 31, 24, 23, 12]);
});

test('the most headroom follows from CPU target and tolerance, and is undefined if the target leaves enough room', () => {
  const policy = firstWorkload(environmentWith({})).scaling;
  const at = (utilization: number, tolerance: number): Parameters<typeof mostHeadroom>[0] => ({
    signals: { ...policy.signals, cpu: { utilization, cap: 20 } },
    behavior: { ...policy.behavior, up: { ...policy.behavior.up, tolerance } },
  });
  expect(toleratedUtilization(at(70, 0.05))).toBeCloseTo(0.735, 9);
  expect(mostHeadroom(at(77, 0.05))).toBeCloseTo(0.85 / 0.8085, 9);
  expect(mostHeadroom(at(70, 0))).toBeUndefined();
});

test('one gateway has a reserve of a quarter, two have twice their share, and five a quarter again', () => {
  const of = (gateways: number): number =>
    reserve({ tracing: { ...environmentWith({}).tracing, collectors: { layout: 'tiers', agents: { min: 1, max: 1 }, gateways } } });
  expect([1, 2, 3, 5].map(of)).toEqual([1.25, 2, 1.5, 1.25]);
});

test('traces per second come from the configuration, or else from the scaling policies', () => {
  const stated = environmentWith({ 'tracing.sampling.tracesPerSecond': 7777 });
  expect(traceCapacity(stated).tracesPerSecond).toBe(7777);
  const { scaling } = firstWorkload(environmentWith({}));
  const most = (scaling.signals.requestRate?.perPod ?? 0) * scaling.maxReplicas;
  expect(traceCapacity(environmentWith({ 'tracing.collectors': { layout: 'tiers', agents: { min: 1, max: 1 }, gateways: 2 } })).tracesPerSecond).toBe(most / 2);
  // workloads without instrumentation send none; a sampler is configured for at least one
  const { tracing, workloads } = environmentWith({});
  const untraced = workloads.map((workload) => ({ ...workload, instrumentation: 'none' as const }));
  expect(traceCapacity({ tracing, workloads: untraced }).tracesPerSecond).toBe(1);
});

test('series from collectors grow with the gateways, and series of pods with the replicas and forty pods of the platform', () => {
  const seriesOf = (changes: Changes): Readonly<Record<string, number>> =>
    Object.fromEntries(cardinalityBudget(altered(environmentWith({}), changes) as Environment).shares.map(({ of, series }) => [of, series]));
  const tiers = (gateways: number): Changes => ({ 'tracing.collectors': { layout: 'tiers', agents: { min: 1, max: 1 }, gateways } });
  const [two, four] = [seriesOf(tiers(2)), seriesOf(tiers(4))];
  for (const each of ['edges', 'steps', 'operations']) expect(four[each]).toBe(2 * (two[each] ?? Number.NaN));
  const pods = (maxReplicas: number): number => seriesOf({ 'workloads[0].scaling.maxReplicas': maxReplicas })['pods'] ?? Number.NaN;
  expect(pods(50) / (pods(51) - pods(50)) - 50).toBe(40);
});

describe('schedules', () => {
  test('the longest time between two runs includes nights, weekends, months and the end of summer time', () => {
    // the day on which Berlin's clock goes back has 25 hours
    expect(longestGap('0 2 * * *', 'Europe/Berlin')).toBe(25 * 3600);
    expect(longestGap('*/5 * * * *', 'UTC')).toBe(300);
    // from Friday's last run at 17:55 to Monday's first at 8:00
    expect(longestGap('*/5 8-17 * * 1-5', 'UTC')).toBe((2 * 24 + 14) * 3600 + 300);
    // from the last minute of January to the first of March in a leap year
    expect(longestGap('* * 1 * *', 'UTC')).toBe(30 * 86_400 + 60);
  });

  test('a schedule that never fires has no time between two runs', () => {
    expect(longestGap('0 0 31 2 *', 'UTC')).toBeUndefined();
    expect(nextRuns('0 0 31 2 *', 'UTC', 3)).toEqual([]);
  });
});

test('every node pool may have its maximum of nodes, and one more during an upgrade', () => {
  const { nodePool } = environmentWith({});
  expect(mostNodes({ ...nodePool, maxNodes: 10, spot: undefined })).toBe(11);
  expect(mostNodes({ ...nodePool, maxNodes: 10, spot: { machineType: 'e2-standard-4', maxNodes: 5 } })).toBe(17);
});

test('internal paths stay hidden, except those that are configured as public', () => {
  const below = { path: '/' };
  expect(hiddenBelow(below, {})).toEqual(['/metrics', '/docs', '/redoc', '/openapi.json', '/health/ready']);
  expect(hiddenBelow(below, { alsoPublic: ['/docs', '/redoc'] })).toEqual(['/metrics', '/openapi.json', '/health/ready']);
  const own = { path: '/shop', health: { live: '/shop/live', ready: '/shop/ready' } };
  expect(hiddenBelow(own, {})).toEqual(['/metrics', '/docs', '/redoc', '/openapi.json', '/ready']);
  // no rule for a readiness path that is also the public liveness path, or that is outside the path of the workload
  expect(hiddenBelow({ ...own, health: { live: '/shop/ready', ready: '/shop/ready' } }, {})).toEqual(['/metrics', '/docs', '/redoc', '/openapi.json']);
  expect(hiddenBelow({ ...own, health: { live: '/live', ready: '/ready' } }, {})).toEqual(['/metrics', '/docs', '/redoc', '/openapi.json']);
});

test('a long URL in a value is shown only up to its host', () => {
  const said = (value: string): unknown => withoutSecrets('workloads[0].env.ADDRESS', value);
  expect(said('https://a.example/short')).toBe('https://a.example/short');
  expect(said(`https://a.example/${'x'.repeat(40)}`)).toBe('https://a.example/…');
  expect(said('https://a.example')).toBe('https://a.example');
});
