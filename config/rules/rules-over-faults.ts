/** Runs the rules between fields on a configuration that may have faults. */
import type { Draft, Rule } from './draft';
import { environment } from '../environment';
import type { Problem } from './problem';
import { asWritten, faultsWithin, pathText, sound, Unsound, type Faults, type LeftOut, type Path } from './sound-parts';

type Source = Readonly<Record<string, unknown>>;

/** The problems that all rules find. A rule that reads a faulty item of a list is run again without that item; a rule that reads any other fault reports nothing. */
export function problemsBetween(source: unknown, faults: Faults, rules: readonly Rule[]): readonly Problem[] {
  return rules.flatMap((rule) => problemsOf(rule, isSource(source) ? source : {}, faults));
}

function problemsOf(rule: Rule, source: Source, faults: Faults): readonly Problem[] {
  let leftOut: LeftOut = new Map();
  for (;;) {
    try {
      return rule(draftOf(source, faults, leftOut)).map(({ path, rule: text, received }) => ({
        path: written(path, leftOut),
        rule: text,
        received: asWritten(received),
      }));
    } catch (error) {
      const without = error instanceof Unsound ? withoutItem(error.path, leftOut) : undefined;
      if (!(error instanceof Unsound)) throw error;
      if (without === undefined) return [];
      leftOut = without;
    }
  }
}

/**
 * Leaves out the innermost list item that contains a fault; undefined when no list item does. An item that is a fault as a whole, such as an invalid day of the week,
 * is not left out: rules count such lists and would count wrongly.
 */
function withoutItem(path: Path, leftOut: LeftOut): LeftOut | undefined {
  const at = path.findLastIndex((step) => typeof step === 'number');
  const item = path[at];
  if (typeof item !== 'number' || at === path.length - 1) return undefined;
  const list = pathText(path.slice(0, at));
  return new Map(leftOut).set(list, new Set([...(leftOut.get(list) ?? []), item]));
}

/** The path with the positions that the author wrote, because a rule saw lists without some of their items. Workloads keep their own position. */
function written(path: string, leftOut: LeftOut): string {
  return [...leftOut].reduce((text, [list, out]) => {
    const position = list !== 'workloads' && text.startsWith(`${list}[`) ? /^\d+/.exec(text.slice(list.length + 1))?.[0] : undefined;
    if (position === undefined) return text;
    return `${list}[${original(Number(position), out)}]${text.slice(list.length + 2 + position.length)}`;
  }, path);
}

function original(position: number, out: ReadonlySet<number>): number {
  return [...out].sort((one, other) => one - other).reduce((index, gone) => (gone <= index ? index + 1 : index), position);
}

function draftOf(source: Source, faults: Faults, leftOut: LeftOut): Draft {
  const part = (key: string): unknown => sound(source[key], faultsWithin(faults, key), [key], leftOut);
  const isSound = (key: string): boolean => source[key] !== undefined && faultsWithin(faults, key)?.kind === undefined;
  const sections = Object.keys(environment.shape).filter((key) => key !== 'workloads' && isSound(key));
  const placed = isSound('workloads') ? placedWorkloads(source['workloads'], faultsWithin(faults, 'workloads'), leftOut) : [];
  const draft = {
    ...Object.fromEntries(sections.filter((key) => key !== 'google' || faultsWithin(faults, key) === undefined).map((key) => [key, part(key)])),
    // region and zones can be valid where another field of `google` is not
    ...(isSound('google') ? { place: part('google') } : {}),
    workloads: placed,
    allWorkloads: Array.isArray(source['workloads']) && placed.length === source['workloads'].length && !hasUnnamed(faults),
  };
  // values of another shape throw when they are read, so the type holds for everything that a rule sees
  return draft as unknown as Draft;
}

function placedWorkloads(list: unknown, faults: Faults | undefined, leftOut: LeftOut): readonly { readonly index: number; readonly workload: unknown }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((workload: unknown, index) => {
    const fault = faultsWithin(faults, String(index));
    const isOut = fault?.kind !== undefined || leftOut.get('workloads')?.has(index) === true;
    return isOut ? [] : [{ index, workload: sound(workload, fault, ['workloads', index], leftOut) }];
  });
}

/** Whether a workload has no valid name. Then the parts that refer to it cannot be matched. */
function hasUnnamed(faults: Faults): boolean {
  return [...(faultsWithin(faults, 'workloads')?.within.values() ?? [])].some((workload) => faultsWithin(workload, 'name') !== undefined);
}

function isSource(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
