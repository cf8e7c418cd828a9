/** Rules of requests, limits and bounds. */
import { podsDisk } from '../google/pods-disk';
import { componentsOf, type PlatformComponent } from '../components';
import { placedScaled, when, type Draft, type Rule } from './draft';
import { components } from '../names';
import type { Problem } from './problem';
import { mebibytes, millicores } from '../quantities';
import type { Sizing } from '../sizing';
import { standardTelemetry } from '../telemetry';

/** Components of the environment. Those that depend on an invalid field are left out. */
function platform(draft: Draft): readonly PlatformComponent[] {
  const { cluster, nodePool, tracing, monitoring, consoles, optimizer, workloads } = draft;
  if (cluster === undefined || nodePool === undefined || tracing === undefined || consoles === undefined) return [];
  const chosen = { cluster, nodePool, tracing, monitoring, consoles, optimizer, workloads: workloads.map(({ workload }) => workload) };
  return componentsOf({
    ...chosen,
    // read only where a worker has a forecast: a fault of it hides no missing size of others
    get telemetry() {
      return draft.telemetry ?? standardTelemetry;
    },
  });
}

/**
 * Sizing for the example in messages, until the usage is measured. A workload: the sizing of another workload of the environment, or a small Python process with at most half
 * a core. A component: enough for a few requests per second. The vertical autoscaler recommends better numbers after a day.
 */
export const small: Sizing = {
  cpu: { request: '250m', limit: '1000m', min: '100m', max: '1000m' },
  memory: { request: '384Mi', limit: '512Mi', min: '256Mi', max: '1024Mi' },
  idleMemory: '128Mi',
};

function firstOf({ stored }: PlatformComponent): Sizing {
  return { cpu: small.cpu, memory: small.memory, ...(stored ? { storage: '10240Mi' } : {}) };
}

/** Separate from components, so that missing sizing is reported even if the workload has another fault. */
function workloadsSized(draft: Draft): readonly Problem[] {
  const { workloads, sizing } = draft;
  if (sizing === undefined) return [];
  const like = workloads.map(({ workload }) => sizing[workload.name]).find((other) => other !== undefined) ?? small;
  return workloads.flatMap(({ workload: { name } }) => when(sizing[name] === undefined, missing(draft, name, like)));
}

function missing({ name: environment = '<environment>' }: Draft, name: string, first: Sizing): Problem {
  return {
    path: `sizing.${name}`,
    rule: `must be present; to begin with, in config/sizing/${environment}.json: "${name}": ${JSON.stringify(first)}`,
    received: undefined,
  };
}

function componentsSized(draft: Draft): readonly Problem[] {
  const { workloads, sizing, allWorkloads } = draft;
  if (sizing === undefined) return [];
  const parts = platform(draft);
  const known: readonly string[] = [...parts.map(({ name }) => name), ...workloads.map(({ workload }) => workload.name), ...Object.values(components)];
  return [
    ...parts.flatMap((part) => when(sizing[part.name] === undefined, missing(draft, part.name, firstOf(part)))),
    ...Object.keys(sizing).flatMap((name) =>
      when(allWorkloads && !known.includes(name), { path: `sizing.${name}`, rule: 'must belong to a workload or component', received: name }),
    ),
    ...parts.flatMap(({ name, stored }) =>
      when(stored && sizing[name] !== undefined && sizing[name].storage === undefined, {
        path: `sizing.${name}.storage`,
        rule: 'must be present: this component keeps something on a volume',
        received: undefined,
      }),
    ),
  ];
}

function orderedSizing({ sizing = {} }: Draft): readonly Problem[] {
  return Object.entries(sizing).flatMap(([name, { cpu, memory }]) => [
    ...ordered(`sizing.${name}.cpu`, mapValues(cpu, millicores), cpu),
    ...ordered(`sizing.${name}.memory`, mapValues(memory, mebibytes), memory),
  ]);
}

/**
 * A Python process uses at most one core, whatever its limit is (native code and the start may use more). If the target's share of the request is more than a core,
 * the CPU signal can never ask for a pod.
 */
function reachableCpu(draft: Draft): readonly Problem[] {
  const { sizing = {} } = draft;
  return placedScaled(draft).flatMap(({ workload: { name, instrumentation, scaling } }) => {
    const cpu = sizing[name]?.cpu;
    const utilization = scaling.signals.cpu?.utilization;
    if (cpu === undefined || utilization === undefined || instrumentation !== 'python') return [];
    const most = Math.floor(1000 / (utilization / 100));
    return when(millicores(cpu.request) > most, {
      path: `sizing.${name}.cpu.request`,
      rule: `must be at most ${most}m, of which one core is ${utilization} %: the one worker of a pod computes on one core, and the CPU signal would never ask for a pod`,
      received: cpu.request,
    });
  });
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

/** What one pod may write must fit the disk of a node. */
function scratchFits({ sizing = {}, nodePool }: Draft): readonly Problem[] {
  if (nodePool === undefined) return [];
  const room = podsDisk(nodePool.diskSize);
  return Object.entries(sizing).flatMap(([name, { scratch }]) =>
    when(scratch !== undefined && mebibytes(scratch) > room, {
      path: `sizing.${name}.scratch`,
      rule: `must fit the disk of a node (nodePool.diskSize leaves ${room}Mi for pods)`,
      received: scratch,
    }),
  );
}

export const sizingRules: readonly Rule[] = [workloadsSized, componentsSized, orderedSizing, reachableCpu, scratchFits];
