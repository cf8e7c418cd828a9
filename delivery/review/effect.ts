/** The effect of a change: pods, nodes, cost, minutes, and the checks that it breaks. Arithmetic over both generations, both at present prices. */
import { autoscalerOf, replaced } from '../../checks/capacity/pod-count';
import { capacityText } from '../../checks/capacity/capacity-text';
import { demandAt, type Moment } from '../../checks/capacity/demand';
import { resourcesText, sumOf } from '../../checks/capacity/resources';
import { billOf } from '../../checks/cost/bill';
import { rangeText } from '../../checks/cost/bill-text';
import { nameOf, type Manifests } from '../../checks/manifest';
import { workloads, type Workload } from '../../checks/objects/workload';
import { runChecks } from '../../checks/run';
import type { Check } from '../../checks/check';
import type { Environment } from '../../config/environment';
import { listPrices } from '../../config/google/prices';

export interface Compared {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface Rollout {
  readonly object: string;
  /** Pods at rest, and at the autoscaler's maximum. */
  readonly pods: readonly [rest: number, most: number];
  /** Seconds until all of them are replaced, for pods that are ready after `quickStart`. */
  readonly seconds: readonly [rest: number, most: number];
}

/** Input of the answers. */
export interface Amounts {
  readonly pods: string;
  /** @default - nodes and prices are not known */
  readonly nodes?: string;
  readonly cost?: string;
}

export interface Effect {
  readonly amounts: readonly [before: Amounts, after: Amounts];
  readonly compared: readonly Compared[];
  /** Violations that the change brings, and those that it ends. */
  readonly broken: readonly string[];
  readonly mended: readonly string[];
  readonly rollouts: readonly Rollout[];
}

/** Seconds from a pod's start to its readiness: a low estimate. */
export const quickStart = 10;

export interface EffectInput {
  /** @default - not part of the configuration here: nodes and prices are not known */
  readonly environment?: Environment;
  /** The configuration of the base. @default - the same */
  readonly environmentBefore?: Environment;
  readonly before: Manifests;
  readonly after: Manifests;
  /** Names of the workloads whose pods are replaced, as messages name them. */
  readonly replacing: readonly string[];
  readonly checks: readonly Check[];
}

export function effectOf({ environment, environmentBefore = environment, before, after, replacing, checks }: EffectInput): Effect {
  const sides = [sideOf(environmentBefore, before), sideOf(environment, after)] as const;
  const [{ rows: old }, { rows: fresh }] = sides;
  const [was, is] = [before, after].map((side) => violations(side, checks)) as [readonly string[], readonly string[]];
  return {
    amounts: [sides[0].amounts, sides[1].amounts],
    compared: fresh.map(([what, text], index) => ({ what, before: old[index]?.[1] ?? 'nothing', after: text })),
    broken: is.filter((one) => !was.includes(one)),
    mended: was.filter((one) => !is.includes(one)),
    rollouts: workloads(after)
      .filter(({ object }) => replacing.includes(nameOf(object)))
      .map((workload) => rolloutOf(after, workload)),
  };
}

type Row = readonly [what: string, text: string];

interface Side {
  readonly rows: readonly Row[];
  readonly amounts: Amounts;
}

/** One side, each sum computed once. */
function sideOf(environment: Environment | undefined, manifests: Manifests): Side {
  const [rest, peak] = [counted(manifests, 'rest'), counted(manifests, 'peak')];
  const pods = `${rest.pods} at rest, ${peak.pods} at most`;
  const rows = [['at rest', rest.text] as const, ['at most', peak.text] as const];
  if (environment === undefined) return { rows, amounts: { pods } };
  const bill = ended(() => billOf({ environment, manifests, prices: listPrices }));
  const capacity = told(() => capacityText(environment, manifests));
  const cost = typeof bill === 'string' ? bill : rangeText(bill);
  const nodes = typeof bill === 'string' ? bill : `${bill.usage.floor.nodes} at rest; ${capacity}`;
  return { rows: [...rows, ['capacity', capacity], ['cost', cost]], amounts: { pods, nodes, cost } };
}

function counted(manifests: Manifests, moment: Moment): { readonly pods: number | string; readonly text: string } {
  const found = ended(() => demandAt(manifests, moment).groups);
  if (typeof found === 'string') return { pods: found, text: found };
  const pods = found.reduce((total, group) => total + group.pods, 0);
  return { pods, text: `${pods} pods, ${resourcesText(sumOf(found.flatMap(({ pods: count, size }) => Array.from({ length: count }, () => size))))}` };
}

/** An old generation may have another structure than this program expects. */
function told(text: () => string): string {
  return ended(text);
}

function ended<Value>(work: () => Value): Value | string {
  try {
    return work();
  } catch (error) {
    return `unknown: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function violations(manifests: Manifests, checks: readonly Check[]): readonly string[] {
  if (manifests.objects.length === 0) return [];
  return runChecks(manifests.environment, manifests.objects, checks).violations.map(({ check, object, problem }) => `${check}: ${object}: ${problem}`);
}

function rolloutOf(manifests: Manifests, workload: Workload): Rollout {
  const autoscaler = autoscalerOf(manifests, workload);
  const rest = workload.replicas ?? autoscaler?.value.spec.minReplicas ?? 1;
  const pods = [rest, autoscaler?.value.spec.maxReplicas ?? rest] as const;
  return { object: nameOf(workload.object), pods, seconds: [secondsFor(workload, pods[0]), secondsFor(workload, pods[1])] };
}

/** Number of waves, by the pods that may be added and missing at once; a StatefulSet stops each pod before it starts the next. */
export function secondsFor(workload: Workload, pods: number): number {
  const { surge, unavailable } = replaced(workload, pods);
  const waves = Math.ceil(pods / Math.max(1, surge + unavailable));
  const stops = workload.object.kind === 'Deployment' && !workload.recreates ? 0 : (workload.pod.terminationGracePeriodSeconds ?? 30);
  return waves * (stops + quickStart + (workload.settle ?? 0));
}
