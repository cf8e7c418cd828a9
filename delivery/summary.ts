/** The summary that `npm start` prints about one environment. */
import { basename } from 'node:path';
import { textTable, wholeNumbers } from '../command-line/text-table';
import { capacityText } from '../checks/capacity/capacity-text';
import { billOf } from '../checks/cost/bill';
import { rangeText } from '../checks/cost/bill-text';
import type { ManifestObject, Manifests } from '../checks/manifest';
import type { CheckReport } from '../checks/run';
import { connectionBudget, sharesText } from '../config/budgets/connection-budget';
import { cardinalityBudget, gatewaysOf } from '../config/budgets/cardinality-budget';
import { delayBudget, upstreamIntervals } from '../config/budgets/delay-budget';
import type { Environment } from '../config/environment';
import { latencyBounds } from '../config/metrics/latency-bounds';
import { copiedSeries } from '../config/budgets/copied-series';
import { components } from '../config/names';
import { listPrices } from '../config/google/prices';
import { mebibytes } from '../config/quantities';
import { shownSignals } from '../config/signals';
import { isTask, scaledWorkloads, webWorkloads, type ScaledKind } from '../config/workload';
import { notesOf } from './notes';
import { imagesText } from './images-text';
import { isUnchanged, type ManifestChanges } from './manifest-changes';

/** Most changes of one sort that are listed object by object. */
const mostNamed = 20;

export interface Generated {
  readonly environment: Environment;
  readonly objects: readonly ManifestObject[];
  readonly report: CheckReport;
  readonly changes: ManifestChanges;
  /** Objects whose immutable fields are not in the frozen list yet, as `environment/Kind/namespace/name`. */
  readonly unfrozen: readonly string[];
}

/** Charts with their objects, one row an autoscaled workload, capacity, cost, checks, changes. Ends without a line break. */
export function summarize({ environment, objects, report, changes }: Generated): string {
  const manifests = { environment: environment.name, objects };
  return [
    `${environment.name}  ${environment.google.region}, Kubernetes ${environment.cluster.version}, ${environment.nodePool.minNodes} to ${environment.nodePool.maxNodes} ${environment.nodePool.machineType} nodes`,
    '',
    ...charts(objects),
    '',
    ...textTable(
      [
        ['  workload', 'min', 'max', 'signals, each with its own cap', 'failsafe'],
        ...scaledWorkloads(environment).map((workload) => workloadRow(workload, environment)),
      ],
      wholeNumbers,
    ),
    ...taskLines(environment),
    ...unjudgedLines(environment),
    '',
    `  capacity ${capacityText(environment, manifests)}`,
    `  cost     ${costText(environment, manifests)}`,
    `  delay    ${delayText(environment)}`,
    `  series   ${seriesText(environment)}`,
    ...connectionLines(environment),
    ...copyLines(environment),
    `  images   ${imagesText(environment, manifests)}`,
    `  checks   ${report.passed} of ${report.results.length} hold`,
    ...changeLines(changes),
    ...notesOf(environment).map((note) => `  note     ${note}`),
  ].join('\n');
}

/** `  connections orders: 1213 of 1500 (backend 80 pods × 15 = 1200, reserved 13)`, one a database. */
function connectionLines({ databases = {}, workloads }: Environment): readonly string[] {
  return Object.entries(databases).map(([name, database]) => {
    const budget = connectionBudget(name, database, workloads);
    return `  connections ${name}: ${budget.needed} of ${budget.most} (${sharesText(budget)})`;
  });
}

/** `  release  migrate: before every other pod of a release, at most 600s`, `  scheduled report: "0 2 * * *" Europe/Berlin, at most 3600s`. */
function taskLines({ workloads }: Environment): readonly string[] {
  return workloads.filter(isTask).map((task) => {
    const when = task.kind === 'release' ? 'before every other pod of a release' : `"${task.schedule}" ${task.timeZone}`;
    return `  ${task.kind} ${task.name}: ${when}, at most ${task.deadline}`;
  });
}

/** `  not judged by latency: backend /events, /rooms/{room}`: routes that no signal, objective or alert on latency uses. */
function unjudgedLines({ workloads }: Environment): readonly string[] {
  return webWorkloads({ workloads }).flatMap(({ name, unjudgedRoutes = [] }) =>
    unjudgedRoutes.length === 0 ? [] : [`  not judged by latency: ${name} ${unjudgedRoutes.join(', ')}`],
  );
}

/** Printed once at the end: what to do before the first apply. Empty when nothing is new. */
export function freezingAdvice(generated: readonly Pick<Generated, 'unfrozen'>[]): readonly string[] {
  const keys = generated.flatMap(({ unfrozen }) => unfrozen);
  if (keys.length === 0) return [];
  const shown = keys.length > mostNamed ? [...keys.slice(0, mostNamed), `and ${keys.length - mostNamed} more`] : keys;
  return [
    '',
    'new, with fields that cannot change once a cluster has them:',
    ...shown.map((key) => `  ${key}`),
    'when the names are final, run: npm run identity:freeze (npm run check and npm run apply need it)',
  ];
}

/** Manifests do not depend on prices, so a region without any is no reason to stop. */
function costText(environment: Environment, manifests: Manifests): string {
  try {
    return rangeText(billOf({ environment, manifests, prices: listPrices }));
  } catch (error) {
    return `unknown: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The delay from a request to the autoscaler's decision, next to that of the same chain with default settings. */
function delayText({ telemetry }: Environment): string {
  const [ours, upstream] = [delayBudget(telemetry), delayBudget(upstreamIntervals)];
  return `a decision includes a request after ${ours.worst} s at worst, ${ours.typical} s typically, and 90 % of a step after ${ours.mostOfTheStep} s (upstream's defaults: ${upstream.worst} s, ${upstream.typical} s, ${upstream.mostOfTheStep} s)`;
}

/** The most series that the configuration allows, and the memory and volume of Prometheus for them. */
function seriesText(environment: Environment): string {
  const { series, memory, storage } = cardinalityBudget(environment);
  const sizing = environment.sizing[components.prometheus];
  if (sizing === undefined) return 'unknown: sizing has no Prometheus';
  const [needed, kept] = [Math.ceil(memory / 2 ** 20), (storage / 2 ** 30).toFixed(1)];
  const { operationsPerService } = environment.telemetry;
  const gateways = gatewaysOf(environment);
  return `${series} at most (${operationsPerService} operations a service, ${latencyBounds(environment).length} buckets, ${gateways} ${gateways === 1 ? 'gateway' : 'gateways'}): ${needed} of ${mebibytes(sizing.memory.request)} MiB of memory, ${kept} of ${(mebibytes(sizing.storage ?? '0Mi') / 1024).toFixed(1)} GiB on the volume`;
}

/** `  copy     12700 of them at most go to Google Managed Prometheus every 60s, which keeps them 24 months`. */
function copyLines(environment: Environment): readonly string[] {
  const { managedPrometheus } = environment.cluster;
  if (managedPrometheus.kind === 'off') return [];
  return [
    `  copy     ${copiedSeries(environment)} of them at most go to Google Managed Prometheus every ${managedPrometheus.interval}, which keeps them 24 months`,
  ];
}

function charts(objects: readonly ManifestObject[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { origin } of objects) counts.set(basename(origin.file), (counts.get(basename(origin.file)) ?? 0) + 1);
  return textTable(
    [['  file', 'objects'], ...[...counts].map(([file, count]) => [`  ${file}`, String(count)]), ['  together', String(objects.length)]],
    wholeNumbers,
  );
}

function workloadRow({ name, scaling }: ScaledKind, { telemetry }: Environment): readonly string[] {
  const own = telemetry.applicationMetrics.flatMap((metric) =>
    metric.workload === name && metric.scaling !== undefined ? [`${metric.name} ${metric.scaling.perPod} ${metric.unit} → ${metric.scaling.cap}`] : [],
  );
  const { minReplicas, maxReplicas, spare = 0, failsafe } = scaling;
  return [
    `  ${name}`,
    String(minReplicas),
    String(maxReplicas),
    [...shownSignals(scaling.signals), ...own, ...(spare === 0 ? [] : [`${spare} spare`])].join(', '),
    failsafe.kind === 'none' ? 'none' : `CPU ${failsafe.utilization} %`,
  ];
}

function changeLines(changes: ManifestChanges): readonly string[] {
  if (isUnchanged(changes)) return ['  changes  none since the last run'];
  const { added, changed, removed } = changes;
  const lines = [...named('+', added), ...named('~', changed), ...named('-', removed)];
  return [
    `  changes  ${added.length} added, ${changed.length} changed, ${removed.length} removed since the last run`,
    ...lines.map((line) => `             ${line}`),
  ];
}

/** Too many changes for a list are counted by kind: `+ 12 ConfigMap, 3 Deployment`. */
function named(sign: string, keys: readonly string[]): readonly string[] {
  if (keys.length <= mostNamed) return keys.map((key) => `${sign} ${key}`);
  const kinds = keys.map((key) => key.split('/')[0] ?? key);
  return [`${sign} ${[...new Set(kinds)].map((kind) => `${kinds.filter((other) => other === kind).length} ${kind}`).join(', ')}`];
}
