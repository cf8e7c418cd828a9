/** Rules between fields of one environment that no single field can know. Each skips what is missing: its absence is already a problem. */
import { when, type Draft, type Rule } from './draft';
import { components, namespaces } from './names';
import { networkRules } from './network-rules';
import { operationsRules } from './operations-rules';
import type { Problem } from './problem';
import { mebibytes, millicores, seconds } from './quantities';
import { regions } from './regions';
import type { Sizing } from './sizing';

/** `behavior.*.tolerance` is on by default from this minor version (KEP-4951). */
const minimumMinor = 35;

/** Fewer samples than this in a window and one lost scrape leaves `rate` with nothing to compare. */
const scrapesPerWindow = 4;

function knownRegion({ google }: Draft): readonly Problem[] {
  if (google === undefined) return [];
  const letters = regions[google.region];
  if (letters === undefined) return [{ path: 'google.region', rule: 'must be a region of Google Cloud', received: google.region }];
  return google.zones.flatMap((zone, index) =>
    when(!(zone.startsWith(`${google.region}-`) && zone.length === google.region.length + 2 && letters.includes(zone.slice(-1))), {
      path: `google.zones[${index}]`,
      rule: `must be a zone of ${google.region} (${Array.from(letters, (letter) => `${google.region}-${letter}`).join(', ')})`,
      received: zone,
    }),
  );
}

function clusterVersion({ cluster }: Draft): readonly Problem[] {
  return when(cluster !== undefined && Number(cluster.version.split('.')[1]) < minimumMinor, {
    path: 'cluster.version',
    rule: `must be at least 1.${minimumMinor}, the first version with autoscaler tolerances`,
    received: cluster?.version,
  });
}

function nodeRange({ nodePool }: Draft): readonly Problem[] {
  return when(nodePool !== undefined && nodePool.minNodes > nodePool.maxNodes, {
    path: 'nodePool.minNodes',
    rule: `must be at most maxNodes (${nodePool?.maxNodes})`,
    received: nodePool?.minNodes,
  });
}

function telemetryIntervals({ telemetry }: Draft): readonly Problem[] {
  if (telemetry === undefined) return [];
  const scrape = seconds(telemetry.scrapeInterval);
  const day = 86_400;
  return [
    ...when(scrape < 1, { path: 'telemetry.scrapeInterval', rule: 'must be at least 1s', received: telemetry.scrapeInterval }),
    ...when(seconds(telemetry.ruleInterval) < 1, { path: 'telemetry.ruleInterval', rule: 'must be at least 1s', received: telemetry.ruleInterval }),
    // desired replicas are fresh for three sync periods: at none they would never be
    ...when(seconds(telemetry.syncPeriod) < 1, { path: 'telemetry.syncPeriod', rule: 'must be at least 1s', received: telemetry.syncPeriod }),
    ...when(seconds(telemetry.window) < scrapesPerWindow * scrape, {
      path: 'telemetry.window',
      rule: `must be at least ${scrapesPerWindow} scrape intervals (${scrapesPerWindow * scrape}s)`,
      received: telemetry.window,
    }),
    ...when(seconds(telemetry.ruleInterval) > seconds(telemetry.window), {
      path: 'telemetry.ruleInterval',
      rule: `must be at most the window (${telemetry.window})`,
      received: telemetry.ruleInterval,
    }),
    ...when(seconds(telemetry.retention) < day, { path: 'telemetry.retention', rule: 'must be at least 86400s, a day', received: telemetry.retention }),
  ];
}

function ascendingBuckets({ telemetry }: Draft): readonly Problem[] {
  const buckets = telemetry?.latencyBuckets ?? [];
  return buckets.flatMap((bound, index) =>
    when(index > 0 && bound <= (buckets[index - 1] ?? 0), {
      path: `telemetry.latencyBuckets[${index}]`,
      rule: 'must be greater than the bucket before it',
      received: bound,
    }),
  );
}

function uniqueNames({ workloads }: Draft): readonly Problem[] {
  const reserved: readonly string[] = Object.values(components);
  return workloads.flatMap(({ index, workload: { name, namespace } }) => [
    ...when(workloads.find((other) => other.workload.name === name)?.index !== index, {
      path: `workloads[${index}].name`,
      rule: 'must be unique in the environment',
      received: name,
    }),
    ...when(reserved.includes(name), { path: `workloads[${index}].name`, rule: 'must not be the name of a platform component', received: name }),
    ...when(namespace === namespaces.observability || namespace.startsWith('kube-'), {
      path: `workloads[${index}].namespace`,
      rule: 'must not be a namespace of the platform or of Kubernetes',
      received: namespace,
    }),
  ]);
}

function uniquePaths({ workloads }: Draft): readonly Problem[] {
  return workloads.flatMap(({ index, workload: { path } }) =>
    when(path !== undefined && workloads.find((other) => other.workload.path === path)?.index !== index, {
      path: `workloads[${index}].path`,
      rule: 'must be unique in the environment',
      received: path,
    }),
  );
}

function shutdown({ workloads }: Draft): readonly Problem[] {
  return workloads.flatMap(
    ({
      index,
      workload: {
        shutdown: { drain, grace },
      },
    }) =>
      when(seconds(drain) >= seconds(grace), {
        path: `workloads[${index}].shutdown.drain`,
        rule: `must be less than grace (${grace}), or the pod is killed while it still serves`,
        received: drain,
      }),
  );
}

function sizingPresent({ workloads, allWorkloads, sizing }: Draft): readonly Problem[] {
  if (sizing === undefined) return [];
  const needed = [components.prometheus, components.prometheusAdapter, components.kubeStateMetrics, ...workloads.map(({ workload }) => workload.name)];
  const known: readonly string[] = [...needed, ...Object.values(components)];
  return [
    ...needed.flatMap((name) => when(sizing[name] === undefined, { path: `sizing.${name}`, rule: 'must be present', received: undefined })),
    ...Object.keys(sizing).flatMap((name) =>
      when(allWorkloads && !known.includes(name), { path: `sizing.${name}`, rule: 'must belong to a workload or component', received: name }),
    ),
    ...when(sizing[components.prometheus] !== undefined && sizing[components.prometheus]?.storage === undefined, {
      path: `sizing.${components.prometheus}.storage`,
      rule: 'must be present: Prometheus keeps its history on a volume',
      received: undefined,
    }),
  ];
}

function orderedSizing({ sizing = {} }: Draft): readonly Problem[] {
  return Object.entries(sizing).flatMap(([name, { cpu, memory }]) => [
    ...ordered(`sizing.${name}.cpu`, mapValues(cpu, millicores), cpu),
    ...ordered(`sizing.${name}.memory`, mapValues(memory, mebibytes), memory),
  ]);
}

type Bounds<T> = Record<keyof Sizing['cpu'], T>;

function mapValues<T>({ request, limit, min, max }: Bounds<T>, number: (value: T) => number): Bounds<number> {
  return { request: number(request), limit: number(limit), min: number(min), max: number(max) };
}

function ordered(path: string, { request, limit, min, max }: Bounds<number>, text: Bounds<string>): readonly Problem[] {
  return [
    ...when(request > limit, { path: `${path}.request`, rule: `must be at most the limit (${text.limit})`, received: text.request }),
    ...when(min > max, { path: `${path}.min`, rule: `must be at most max (${text.max})`, received: text.min }),
    ...when(request < min || request > max, {
      path: `${path}.request`,
      rule: `must lie within min and max (${text.min} to ${text.max})`,
      received: text.request,
    }),
  ];
}

/** In the order in which their problems are shown. */
export const environmentRules: readonly Rule[] = [
  knownRegion,
  clusterVersion,
  nodeRange,
  ...networkRules,
  ...operationsRules,
  telemetryIntervals,
  ascendingBuckets,
  uniqueNames,
  uniquePaths,
  shutdown,
  sizingPresent,
  orderedSizing,
];
