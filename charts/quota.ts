/** Quota of a namespace: the sum of its workloads and components at their maximum. */
import { componentsOf } from '../config/components';
import type { Environment } from '../config/environment';
import { mostPods } from '../config/most-pods';
import { components, namespaces } from '../config/names';
import { mebibytes, millicores, type Cpu, type Memory } from '../config/quantities';
import { ephemeralMebibytes, ephemeralRequest } from '../constructs/ephemeral-storage';
import { guardSizes } from '../constructs/collector/queue-guard';
import { oneAtATime } from '../constructs/rolling-update';
import { sizingOf } from './platform-charts';

/** The most pods of one workload, with the requests and limits of each. */
interface Part {
  readonly pods: number;
  /** Thousandths of a core. */
  readonly cpu: { readonly request: number; readonly limit: number };
  /** Mebibytes. */
  readonly memory: { readonly request: number; readonly limit: number };
  /** Mebibytes of the disk of its node. */
  readonly disk: { readonly request: number; readonly limit: number };
}

interface Stated<Amount> {
  readonly request: Amount;
  readonly limit: Amount;
}

export interface Quota {
  readonly pods: number;
  readonly 'requests.cpu': `${number}m`;
  readonly 'requests.memory': `${number}Mi`;
  readonly 'requests.ephemeral-storage': `${number}Mi`;
  readonly 'limits.cpu': `${number}m`;
  readonly 'limits.memory': `${number}Mi`;
  readonly 'limits.ephemeral-storage': `${number}Mi`;
}

export function quotaOf(environment: Environment, namespace: string): Quota {
  const parts =
    namespace === namespaces.observability ? [...componentParts(environment), ...placeholderParts(environment)] : workloadParts(environment, namespace);
  const sum = (value: (part: Part) => number): number => parts.reduce((total, part) => total + part.pods * value(part), 0);
  return {
    pods: sum(() => 1),
    'requests.cpu': `${sum(({ cpu }) => cpu.request)}m`,
    'requests.memory': `${sum(({ memory }) => memory.request)}Mi`,
    'requests.ephemeral-storage': `${sum(({ disk }) => disk.request)}Mi`,
    'limits.cpu': `${sum(({ cpu }) => cpu.limit)}m`,
    'limits.memory': `${sum(({ memory }) => memory.limit)}Mi`,
    'limits.ephemeral-storage': `${sum(({ disk }) => disk.limit)}Mi`,
  };
}

function workloadParts(environment: Environment, namespace: string): readonly Part[] {
  return environment.workloads
    .filter((workload) => workload.namespace === namespace)
    .map((workload) => ({
      ...together([part(sizingOf(environment, workload.name)), ...(workload.sidecars ?? []).map((sidecar) => part(sidecar))]),
      pods: mostPods(workload),
    }));
}

/** Sum over the containers of one pod. */
function together(parts: readonly Omit<Part, 'pods'>[]): Omit<Part, 'pods'> {
  const sum = (value: (one: Omit<Part, 'pods'>) => number): number => parts.reduce((total, one) => total + value(one), 0);
  return {
    cpu: { request: sum(({ cpu }) => cpu.request), limit: sum(({ cpu }) => cpu.limit) },
    memory: { request: sum(({ memory }) => memory.request), limit: sum(({ memory }) => memory.limit) },
    disk: { request: sum(({ disk }) => disk.request), limit: sum(({ disk }) => disk.limit) },
  };
}

const nothing = { cpu: { request: 0, limit: 0 }, memory: { request: 0, limit: 0 }, disk: { request: 0, limit: 0 } } as const;

/** Parts of the platform's components. The vertical autoscaler may raise a CPU request to its upper bound, so that counts. A StatefulSet stops a pod before it starts the next. */
function componentParts(environment: Environment): readonly Part[] {
  return componentsOf(environment).map(({ name, kind, replicas }) => {
    const sizing = sizingOf(environment, name);
    const { cpu, memory, disk } = part(sizing);
    const beside = name === components.collectorGateway ? guardSizes : nothing;
    return {
      memory: { request: memory.request + beside.memory.request, limit: memory.limit + beside.memory.limit },
      disk: { request: disk.request + beside.disk.request, limit: disk.limit + beside.disk.limit },
      // a Deployment: the replicas, the surge, and as many terminating pods
      pods: kind === 'StatefulSet' ? replicas : replicas + oneAtATime.surge + replicas,
      cpu: { request: Math.max(cpu.request, millicores(sizing.cpu.max)) + beside.cpu.request, limit: cpu.limit + beside.cpu.limit },
    };
  });
}

/** Parts of placeholder pods; a rollout stops the old ones first. */
function placeholderParts({ placeholder }: Environment): readonly Part[] {
  if (placeholder === undefined) return [];
  const { pods, ...sizes } = placeholder;
  const cpu = millicores(sizes.cpu);
  const memory = mebibytes(sizes.memory);
  const disk = mebibytes(ephemeralRequest);
  return [{ pods, cpu: { request: cpu, limit: cpu }, memory: { request: memory, limit: memory }, disk: { request: disk, limit: disk } }];
}

function part(sizing: { readonly cpu: Stated<Cpu>; readonly memory: Stated<Memory>; readonly scratch?: Memory | undefined }): Omit<Part, 'pods'> {
  const { cpu, memory } = sizing;
  return {
    cpu: { request: millicores(cpu.request), limit: millicores(cpu.limit) },
    memory: { request: mebibytes(memory.request), limit: mebibytes(memory.limit) },
    disk: ephemeralMebibytes(sizing),
  };
}
