/** The workload whose policy is simulated. */
import { readFileSync } from 'node:fs';
import { classPolicies, loadClasses } from '../config/class-policies';
import { sources } from '../config/environment-sources';
import { optimizerOf } from '../config/optimized-workloads';
import { isWebSource } from '../config/left-out-fields';
import { listPrices } from '../config/google/prices';
import type { NoPrice } from '../config/google/machine-price';
import { podHourPrice } from '../config/google/pod-price';
import { millicores, seconds } from '../config/quantities';
import { standardRollout } from '../config/rollout';
import { describe } from '../config/rules/problem';
import { largestHeadroom, mostHeadroom, type ScalingPolicy } from '../config/scaling';
import type { WorkloadSettings } from '../optimizer/config';
import { validate } from '../config/validate';
import { webWorkloads, type WebWorkload } from '../config/workload';
import { characterOf } from './load/character';
import type { Load } from './load/load';
import { byClass, received } from './options';
import type { Simulation } from './simulate';
import { UsageError } from './usage-error';

interface Asked {
  readonly env: string;
  /** @default - the first of the environment */
  readonly workload?: string;
  /** Path of a policy file, a class of load, or the policy itself. @default - the configured policy */
  readonly policy?: string | ScalingPolicy;
}

export interface JudgedWorkload extends Pick<Simulation, 'policy' | 'telemetry' | 'burst'> {
  /** Rollout settings of the workload. */
  readonly rollout: NonNullable<Simulation['release']>;
  /** How much fuller pods may be while a forecast is trusted. */
  readonly headroom: WorkloadSettings['headroom'];
  /** List price of a pod for an hour, in the currency of the prices. */
  readonly podHour: number | NoPrice;
}

/**
 * The environment with the simulated policy must pass the same rules as one from which manifests are generated.
 * @throws UsageError with everything that is wrong
 */
export function judgedWorkload({ env, workload, policy }: Asked): JudgedWorkload {
  const source = sources.find(({ name }) => name === env);
  if (source === undefined) throw new UsageError([`--env: must be one of ${sources.map(({ name }) => name).join(', ')}, received ${env}`]);
  const scaled = source.workloads.filter(isWebSource);
  const name = workload ?? scaled[0]?.name;
  if (!scaled.some((one) => one.name === name))
    throw new UsageError([`--workload: must be one of ${scaled.map((one) => one.name).join(', ')}, received ${received(name)}`]);
  const scaling: unknown = typeof policy === 'string' ? policyNamed(policy) : policy;
  const workloads = source.workloads.map((one) => (one.name === name && scaling !== undefined ? { ...one, scaling } : one));
  const validation = validate({ ...source, workloads });
  if (!validation.ok) throw new UsageError(validation.problems.map(describe));
  const judged = webWorkloads(validation.environment).find((one) => one.name === name);
  const sizing = validation.environment.sizing[name ?? ''];
  if (judged === undefined || sizing === undefined) throw new UsageError([`--workload: ${String(name)} must have a sizing`]);
  return {
    policy: judged.scaling,
    telemetry: validation.environment.telemetry,
    burst: millicores(sizing.cpu.limit) / millicores(sizing.cpu.request),
    rollout: releaseOf(judged),
    headroom: { mode: optimizerOf(validation.environment).headroom, most: headroomOf(judged.scaling) },
    podHour: podHourPrice(validation.environment, judged.name, listPrices),
  };
}

/** Whether the rules of the configuration accept a policy. */
export function admittedPolicy(asked: Asked): boolean {
  try {
    judgedWorkload(asked);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** As the service is set (charts/optimizer.ts): rounded down to hundredths. */
function headroomOf(policy: ScalingPolicy): number {
  return Math.max(1, Math.floor(100 * (mostHeadroom(policy) ?? largestHeadroom)) / 100);
}

function releaseOf({ rollout: { surge, settle } = standardRollout, shutdown }: Pick<WebWorkload, 'rollout' | 'shutdown'>): JudgedWorkload['rollout'] {
  return { surge, settle: seconds(settle), grace: seconds(shutdown.grace) };
}

/**
 * The workload for one load; the policy may be that of the load's own class (`by-class`).
 * @throws UsageError
 */
export function judgedFor(load: Load, asked: Asked): JudgedWorkload {
  return judgedWorkload(asked.policy === byClass ? { ...asked, policy: characterOf(load).class } : asked);
}

/** The policy for a class of load, or the one in a file. */
function policyNamed(name: string): unknown {
  const found = loadClasses.find((one) => one === name);
  return found === undefined ? policyFrom(name) : classPolicies[found];
}

function policyFrom(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError([
      `--policy: ${file}: must be ${loadClasses.join(', ')} or a file with JSON, ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}
