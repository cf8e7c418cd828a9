/** Ranges of numbers, lists and texts of each field. Configurations rely on them, so a change of a range must be repeated here. */
import { z } from 'zod';
import { environment } from '../../config/environment';

/** `least..most`, either may be missing; `>` and `<` exclude the bound. For lists `items`, for texts `length`. */
const ranges: Readonly<Record<string, string>> = {
  'alerting.egress': 'items 1..',
  'alerting.egress[].port': '1..65535',
  'alerting.objectives.availability': '>0.5..<1',
  'alerting.objectives.latency.share': '>0.5..<1',
  'alerting.timing.burns': 'items 1..',
  'alerting.timing.burns[].budget': '>0..1',
  'backup.lockDays': '0..90',
  'backup.retentionDays': '1..365',
  'budget.monthly': '1..',
  'budget.recipients': 'items 1..5',
  'budget.thresholds': 'items 1..',
  'budget.thresholds[]': '>0..10',
  'cluster.maintenance.window.days': 'items 1..',
  'consoles.client.id': 'length 1..',
  'consoles.clientId': 'length 1..',
  'consoles.members': 'items 1..',
  'cost.peakShare': '>0..1',
  'cost.spotShare': '0..1',
  'databases.*.connections.most': '1..1000000',
  'databases.*.connections.reserved': '0..1000000',
  'databases.*.google.backup.days': '1..365',
  'databases.*.google.backup.hour': '0..23',
  'databases.*.google.backup.logDays': '1..35',
  'databases.*.google.maintenance.hour': '0..23',
  'databases.*.google.replicas': '0..5',
  'databases.*.network.port': '1..65535',
  'exposure.requestsPerMinute': '1..1000000',
  'google.zones': 'items 1..',
  'monitoring.replicas': '1..3',
  'nodePool.maxNodes': '1..1000',
  'nodePool.minNodes': '1..',
  'nodePool.podsPerNode': '8..256',
  'nodePool.spot.maxNodes': '1..1000',
  'optimizer.limits.changesPerHour': '1..60',
  'optimizer.limits.evidenceDays': '1..28',
  'optimizer.limits.extraPodHours': '0..100000',
  'optimizer.limits.freezes': 'items 0..50',
  'optimizer.limits.step': '1..10',
  'optimizer.replicas': '1..3',
  'optimizer.tuned.*.cache.missesPerSecond': '>0..1000000',
  'optimizer.tuned.*.cache.prewarm': '0..100',
  'optimizer.tuned.*.cache.ttl.least': '1..3600',
  'optimizer.tuned.*.cache.ttl.most': '1..3600',
  'optimizer.writers': 'items 0..20',
  'optimizer.writers[]': 'length 0..40',
  'placeholder.pods': '1..',
  'telemetry.applicationMetrics[].scaling.cap': '1..1000',
  'telemetry.applicationMetrics[].scaling.perPod': '>0..',
  'telemetry.applicationMetrics[].title': 'length 1..',
  'telemetry.applicationMetrics[].unit': 'length 1..',
  'telemetry.latencyBuckets': 'items 2..',
  'telemetry.latencyBuckets[]': '>0..',
  'telemetry.operationsPerService': '1..10000',
  'tracing.collectors.agents.max': '1..50',
  'tracing.collectors.agents.min': '1..50',
  'tracing.collectors.gateways': '1..20',
  'tracing.sampling.baselinePercent': '0..100',
  'tracing.sampling.spansPerTrace': '1..1000',
  'tracing.sampling.tracesPerSecond': '1..100000',
  'tracing.storage.network.port': '1..65535',
  workloads: 'items 1..',
  'workloads[].access[].reason': 'length 10..',
  'workloads[].args': 'items 1..',
  'workloads[].attempts': '1..10',
  'workloads[].command': 'items 1..',
  'workloads[].egress[].port': '1..65535',
  'workloads[].egress[].reason': 'length 10..',
  'workloads[].health.live': 'length 0..256',
  'workloads[].health.ready': 'length 0..256',
  'workloads[].history.failed': '1..50',
  'workloads[].history.succeeded': '1..50',
  'workloads[].lifecycle.liveness.failures': '1..1000',
  'workloads[].lifecycle.readiness.failures': '1..1000',
  'workloads[].live.command': 'items 1..',
  'workloads[].live.command[]': 'length 1..',
  'workloads[].live.port': '1..65535',
  'workloads[].path': 'length 0..1024',
  'workloads[].port': '1..65535',
  'workloads[].ports.*': '1..65535',
  'workloads[].rollout.guard.requests': '20..',
  'workloads[].rollout.guard.share': '1..50',
  'workloads[].rollout.surge': '1..100',
  'workloads[].scaling.behavior.down.percent': '1..1000',
  'workloads[].scaling.behavior.down.pods': '1..',
  'workloads[].scaling.behavior.down.tolerance': '0..0.5',
  'workloads[].scaling.behavior.up.percent': '1..1000',
  'workloads[].scaling.behavior.up.pods': '1..',
  'workloads[].scaling.behavior.up.tolerance': '0..0.5',
  'workloads[].scaling.failsafe.utilization': '1..100',
  'workloads[].scaling.maxReplicas': '1..1000',
  'workloads[].scaling.minReplicas': '1..',
  'workloads[].scaling.signals.cpu.cap': '1..1000',
  'workloads[].scaling.signals.cpu.utilization': '>0..100',
  'workloads[].scaling.signals.errors.cap': '1..1000',
  'workloads[].scaling.signals.errors.gates.ownErrors': '0..1',
  'workloads[].scaling.signals.errors.largestStep': '>1..3',
  'workloads[].scaling.signals.errors.minimumCalls': '1..',
  'workloads[].scaling.signals.errors.ratio': '>0..<1',
  'workloads[].scaling.signals.external': 'items 1..',
  'workloads[].scaling.signals.external[].cap': '1..1000',
  'workloads[].scaling.signals.external[].perPod': '>0..',
  'workloads[].scaling.signals.forecast.cap': '1..1000',
  'workloads[].scaling.signals.forecast.of': 'length 1..',
  'workloads[].scaling.signals.latency.cap': '1..1000',
  'workloads[].scaling.signals.latency.concurrency': '1..',
  'workloads[].scaling.signals.latency.gates.busy': '0..1',
  'workloads[].scaling.signals.latency.gates.ownShare': '0..1',
  'workloads[].scaling.signals.latency.largestStep': '>1..3',
  'workloads[].scaling.signals.latency.minimumCalls': '1..',
  'workloads[].scaling.signals.latency.quantile': '>0..<1',
  'workloads[].scaling.signals.memory.cap': '1..1000',
  'workloads[].scaling.signals.memory.utilization': '>0..100',
  'workloads[].scaling.signals.requestRate.cap': '1..1000',
  'workloads[].scaling.signals.requestRate.perPod': '>0..',
  'workloads[].scaling.spare': '0..1000',
  'workloads[].secrets.*.version': '1..',
  'workloads[].sidecars[].args': 'items 1..',
  'workloads[].sidecars[].command': 'items 1..',
  'workloads[].sidecars[].started.command': 'items 1..',
  'workloads[].sidecars[].started.port': '1..65535',
  'workloads[].user': '1..2147483647',
  'workloads[].uses.*.overflow': '0..1000000',
  'workloads[].uses.*.pool': '1..1000000',
  'workloads[].uses.*.processes': '1..1000000',
};

interface JsonSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Leaves out the bounds that Zod gives every whole number, the safe integers of JavaScript. */
function numberRange({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): readonly string[] {
  if (type !== 'integer' && type !== 'number') return [];
  const least = exclusiveMinimum === undefined ? (minimum ?? '') : `>${exclusiveMinimum}`;
  const largest = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : maximum;
  return [`${least}..${exclusiveMaximum === undefined ? largest : `<${exclusiveMaximum}`}`];
}

function sizeRange(word: string, least: number | undefined, most: number | undefined): readonly string[] {
  return least === undefined && most === undefined ? [] : [`${word} ${least ?? 0}..${most ?? ''}`];
}

function stated(schema: JsonSchema): readonly string[] {
  const { minItems, maxItems, minLength, maxLength } = schema;
  return [...numberRange(schema), ...sizeRange('items', minItems, maxItems), ...sizeRange('length', minLength, maxLength)];
}

function rangesIn(schema: JsonSchema, path: string): readonly (readonly [string, string])[] {
  const { properties = {}, items, additionalProperties: others, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    ...stated(schema).map((range) => [path, range] as const),
    ...Object.entries(properties).flatMap(([name, member]) => rangesIn(member, path === '' ? name : `${path}.${name}`)),
    ...(items === undefined ? [] : rangesIn(items, `${path}[]`)),
    ...(typeof others === 'object' ? rangesIn(others, `${path}.*`) : []),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((choice) => rangesIn(choice, path)),
  ];
}

const found = new Map<string, Set<string>>();
for (const [path, range] of rangesIn(z.toJSONSchema(environment, { unrepresentable: 'any', io: 'input', reused: 'inline' }) as JsonSchema, ''))
  found.set(path, (found.get(path) ?? new Set()).add(range));

test.each(Object.entries(ranges))('%s may be %s', (path, range) => {
  expect([...(found.get(path) ?? [])]).toEqual(range.split(' or '));
});

test('every field that has a range stands in the table', () => {
  const bounded = [...found].filter(([, stated]) => [...stated].some((range) => range !== '..')).map(([path]) => path);
  expect(bounded.filter((path) => ranges[path] === undefined)).toEqual([]);
});
