/** Rules of metrics: delay, number of series, and the metrics of applications. */
import { cardinalityBudget, fitsMemory, fitsStorage, usableMemory, usableStorage } from '../budgets/cardinality-budget';
import { delayBudget, worstDelay } from '../budgets/delay-budget';
import { measuredAt } from '../further-ports';
import { placedScaled, when, type Draft, type PlacedScaled, type Rule } from './draft';
import { components } from '../names';
import type { Problem } from './problem';
import { seconds } from '../quantities';
import { signalSeries } from '../signals';

/** Fewest samples in a window. With fewer, one lost scrape may leave `rate` without two samples. */
export const scrapesPerWindow = 4;

const mebibyte = 1024 * 1024;

function telemetryIntervals({ telemetry }: Draft): readonly Problem[] {
  if (telemetry === undefined) return [];
  const scrape = seconds(telemetry.scrapeInterval);
  const day = 86_400;
  return [
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

/** Smallest and largest bound, in seconds. Go and JavaScript format numbers between them alike, without an exponent. */
const [leastBound, mostBound] = [0.0001, 86_400];

function buckets({ telemetry }: Draft): readonly Problem[] {
  const bounds = telemetry?.latencyBuckets ?? [];
  return bounds.flatMap((bound, index) => {
    const path = `telemetry.latencyBuckets[${index}]`;
    return [
      ...when(index > 0 && bound <= (bounds[index - 1] ?? 0), { path, rule: 'must be greater than the bucket before it', received: bound }),
      ...when(bound < leastBound || bound > mostBound, { path, rule: `must be ${leastBound} to ${mostBound} seconds`, received: bound }),
      ...when(Number(bound.toFixed(6)) !== bound, { path, rule: 'must be whole microseconds', received: bound }),
    ];
  });
}

function delay({ telemetry }: Draft): readonly Problem[] {
  // a rule interval longer than the window is reported by another rule
  if (telemetry === undefined || seconds(telemetry.ruleInterval) > seconds(telemetry.window)) return [];
  const { waits, worst } = delayBudget(telemetry);
  return when(worst > worstDelay, {
    path: 'telemetry',
    rule: `intervals must add up to at most ${worstDelay}s from a request to the autoscaler`,
    received: `${waits.map(({ of, worst: wait }) => `${of} ${wait}s`).join(' + ')} = ${worst}s`,
  });
}

/** The cardinality budget must fit Prometheus' volume and memory. */
function cardinality({ telemetry, tracing, alerting, workloads, nodePool, sizing, optimizer }: Draft): readonly Problem[] {
  const prometheus = sizing?.[components.prometheus];
  if (!telemetry || !tracing || !nodePool || prometheus?.storage === undefined) return [];
  const budget = cardinalityBudget({
    telemetry,
    tracing,
    nodePool,
    workloads: workloads.map(({ workload }) => workload),
    ...(alerting === undefined ? {} : { alerting }),
    ...(optimizer === undefined ? {} : { optimizer }),
  });
  return [
    ...when(!fitsStorage(budget, prometheus.storage), {
      path: 'telemetry.retention',
      rule: `must fit ${usableStorage * 100} % of sizing.prometheus.storage (${prometheus.storage}): ${budget.series} series need ${Math.ceil(budget.storage / mebibyte)}Mi, a storage of ${Math.ceil(budget.storage / mebibyte / usableStorage)}Mi`,
      received: telemetry.retention,
    }),
    ...when(!fitsMemory(budget, prometheus.memory.request), {
      path: 'sizing.prometheus.memory.request',
      rule: `must hold ${budget.series} series in ${usableMemory * 100} % of it (${Math.ceil(budget.memory / mebibyte / usableMemory)}Mi)`,
      received: prometheus.memory.request,
    }),
  ];
}

function metricNames({ telemetry }: Draft): readonly Problem[] {
  const entries = telemetry?.applicationMetrics ?? [];
  return entries.flatMap(({ name }, index) =>
    when(entries.findIndex((other) => other.name === name) !== index, {
      path: `telemetry.applicationMetrics[${index}].name`,
      rule: 'must be unique among the application metrics',
      received: name,
    }),
  );
}

/** Counters of pods are summed: `max` would be the rate of a single pod. */
function countersAddUp({ telemetry }: Draft): readonly Problem[] {
  return (telemetry?.applicationMetrics ?? []).flatMap(({ type, pods }, index) =>
    when(type === 'counter' && pods === 'max', {
      path: `telemetry.applicationMetrics[${index}].pods`,
      rule: 'must be sum for a counter: each pod counts what it did itself',
      received: pods,
    }),
  );
}

function metricWorkloads(draft: Draft): readonly Problem[] {
  const { telemetry, allWorkloads } = draft;
  const asked = placedScaled(draft).filter(({ workload }) => measuredAt(workload) !== undefined);
  const names = allWorkloads ? asked.map(({ workload }) => workload.name) : [];
  return (telemetry?.applicationMetrics ?? []).flatMap(({ workload }, index) =>
    when(allWorkloads && !names.includes(workload), {
      path: `telemetry.applicationMetrics[${index}].workload`,
      rule: `must be a web service or a worker with ports.metrics (${names.join(', ')})`,
      received: workload,
    }),
  );
}

function metricSignalNames({ telemetry }: Draft): readonly Problem[] {
  return (telemetry?.applicationMetrics ?? []).flatMap(({ name, scaling }, index) =>
    when(scaling !== undefined && signalSeries.includes(name), {
      path: `telemetry.applicationMetrics[${index}].name`,
      rule: `must not be the name of a signal of the policy (${signalSeries.join(', ')})`,
      received: name,
    }),
  );
}

function metricCaps(draft: Draft): readonly Problem[] {
  const { telemetry, allWorkloads } = draft;
  const workloads = placedScaled(draft);
  return (telemetry?.applicationMetrics ?? []).flatMap(({ workload, scaling }, index) => {
    const target = workloads.find((candidate) => candidate.workload.name === workload)?.workload;
    if (scaling === undefined) return [];
    if (target === undefined) return capOfNobody(`telemetry.applicationMetrics[${index}].scaling.cap`, scaling.cap, allWorkloads ? workloads : []);
    const { minReplicas, maxReplicas } = target.scaling;
    return when(scaling.cap < minReplicas || scaling.cap > maxReplicas, {
      path: `telemetry.applicationMetrics[${index}].scaling.cap`,
      rule: `must be ${minReplicas} to ${maxReplicas}, the workload's replicas`,
      received: scaling.cap,
    });
  });
}

/** The cap of a metric whose workload does not exist: a problem only if it is above the maximum of every workload. */
function capOfNobody(path: string, cap: number, workloads: readonly PlacedScaled[]): readonly Problem[] {
  const most = Math.max(...workloads.map(({ workload }) => workload.scaling.maxReplicas));
  return when(workloads.length > 0 && cap > most, { path, rule: `must be at most the maxReplicas of a workload (${most})`, received: cap });
}

export const telemetryRules: readonly Rule[] = [
  telemetryIntervals,
  buckets,
  delay,
  cardinality,
  metricNames,
  countersAddUp,
  metricWorkloads,
  metricSignalNames,
  metricCaps,
];
