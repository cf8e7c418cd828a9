/** Rules of requests, limits and bounds. */
import { componentsOf, type PlatformComponent } from './components';
import { when, type Draft, type Rule } from './draft';
import { components } from './names';
import type { Problem } from './problem';
import { mebibytes, millicores } from './quantities';
import type { Sizing } from './sizing';

/** Components that the environment is known to have; of one whose choices are not sound nothing more can be said. */
function platform({ cluster, tracing, consoles, workloads }: Draft): readonly PlatformComponent[] {
  if (cluster === undefined || tracing === undefined || consoles === undefined) return [];
  return componentsOf({ cluster, tracing, consoles, workloads: workloads.map(({ workload }) => workload) });
}

function sizingPresent(draft: Draft): readonly Problem[] {
  const { workloads, sizing, allWorkloads } = draft;
  if (sizing === undefined) return [];
  const parts = platform(draft);
  const needed = [...parts.map(({ name }) => name), ...workloads.map(({ workload }) => workload.name)];
  const known: readonly string[] = [...needed, ...Object.values(components)];
  return [
    ...needed.flatMap((name) => when(sizing[name] === undefined, { path: `sizing.${name}`, rule: 'must be present', received: undefined })),
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

export const sizingRules: readonly Rule[] = [sizingPresent, orderedSizing];
