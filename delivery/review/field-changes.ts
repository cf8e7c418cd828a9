/** What changed inside of an object, field by field, as the API server reads it: entries of keyed lists by their keys, sets without order, quantities by value. */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../config/record';
import { quantity } from '../../checks/objects/quantity';
import type { ListKeys, ListShape } from '../../checks/objects/list-keys';

export interface FieldChange {
  /** As people read it: `spec.template.spec.containers[name=backend].image`. */
  readonly path: string;
  /** Without the entries' keys, for rules: `spec.template.spec.containers[].image`. */
  readonly field: string;
  /** Absent where the field is new. */
  readonly before?: unknown;
  /** Absent where the field is gone. */
  readonly after?: unknown;
  /** The entries are the same but in another order, and the order matters. @default false */
  readonly reordered?: boolean;
}

type Shapes = ListKeys[string];

/** @param shapes of the object's kind; other lists are compared by index, or as added and removed entries when their lengths differ */
export function fieldChanges(before: unknown, after: unknown, shapes: Shapes = {}): readonly FieldChange[] {
  return changesAt({ path: '', field: '', before, after }, shapes);
}

interface Pair {
  readonly path: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

function changesAt(pair: Pair, shapes: Shapes): readonly FieldChange[] {
  const { field, before, after } = pair;
  if (isDeepStrictEqual(before, after) || isSameAmount(pair)) return [];
  if (isRecord(before) && isRecord(after)) return ofRecords(pair, { before, after }, shapes);
  if (!Array.isArray(before) || !Array.isArray(after)) return [changed(pair)];
  const shape = shapes[field];
  return shape === undefined ? byPlace(pair, { before, after }, shapes) : ofLists(pair, { before, after }, { shape, shapes });
}

function ofRecords(pair: Pair, { before, after }: Record<'before' | 'after', Readonly<Record<string, unknown>>>, shapes: Shapes): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) =>
    changesAt({ path: joined(pair.path, name), field: joined(pair.field, name), before: before[name], after: after[name] }, shapes),
  );
}

/** A name with a dot, such as that of a label or a file, is put into brackets, so that a path is unambiguous. */
function joined(path: string, name: string): string {
  if (!/^[A-Za-z_$][-\w$]*$/.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}

interface Listed {
  readonly shape: ListShape;
  readonly shapes: Shapes;
}

function ofLists(pair: Pair, { before, after }: Record<'before' | 'after', readonly unknown[]>, { shape, shapes }: Listed): readonly FieldChange[] {
  const [old, fresh] = [identified(before, shape), identified(after, shape)];
  // two entries with one identity: the server refuses this or has its own reading
  if (old === undefined || fresh === undefined) return [changed(pair)];
  const inside = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((identity) =>
    changesAt({ path: `${pair.path}[${identity}]`, field: `${pair.field}[]`, before: old.get(identity), after: fresh.get(identity) }, shapes),
  );
  return shape !== 'set' && isReordered([...old.keys()], [...fresh.keys()]) && orderMatters(pair) ? [...inside, { ...changed(pair), reordered: true }] : inside;
}

/** One value for the server, but people want to see which part has changed. */
function byPlace(pair: Pair, { before, after }: Record<'before' | 'after', readonly unknown[]>, shapes: Shapes): readonly FieldChange[] {
  const at = (place: string, one: unknown, other: unknown): readonly FieldChange[] =>
    changesAt({ path: `${pair.path}[${place}]`, field: `${pair.field}[]`, before: one, after: other }, shapes);
  if (before.length === after.length) return before.flatMap((entry: unknown, index) => at(String(index), entry, after[index]));
  const without = (from: readonly unknown[], others: readonly unknown[]): readonly unknown[] =>
    from.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)));
  const [gone, added] = [without(before, after), without(after, before)];
  // the same entries, one of them repeated
  if (gone.length + added.length === 0) return [changed(pair)];
  return [
    ...gone.flatMap((entry) => at(String(before.indexOf(entry)), entry, undefined)),
    ...added.flatMap((entry) => at(String(after.indexOf(entry)), undefined, entry)),
  ];
}

/** Entries by identity; undefined where two have the same. Absent keys have a default on the server, the same for both sides. */
function identified(entries: readonly unknown[], shape: ListShape): ReadonlyMap<string, unknown> | undefined {
  const known = new Map(entries.map((entry) => [identityOf(entry, shape), entry]));
  return known.size === entries.length ? known : undefined;
}

function identityOf(entry: unknown, shape: ListShape): string {
  if (shape === 'set' || !isRecord(entry)) return text(entry);
  const stated = shape.keys.filter((key) => entry[key] !== undefined);
  return stated.map((key) => `${key}=${text(entry[key])}`).join(',');
}

function isReordered(old: readonly string[], fresh: readonly string[]): boolean {
  const kept = (from: readonly string[], of: readonly string[]): readonly string[] => from.filter((one) => of.includes(one));
  return kept(old, fresh).join('\n') !== kept(fresh, old).join('\n');
}

/**
 * A pod template with reordered lists is another template, and every pod is replaced. Init containers run one after the other; a variable sees those before it (kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables).
 * In other keyed lists the order does not matter.
 */
function orderMatters({ field, before, after }: Pair): boolean {
  if (field.endsWith('.initContainers') || /(^|\.)template\.spec\./.test(field)) return true;
  return field.endsWith('.env') && /\$\([A-Za-z_][\w.-]*\)/.test(JSON.stringify([before, after]));
}

/** Where Kubernetes reads an amount, `500m` and `0.5` are the same. */
function isSameAmount({ field, before, after }: Pair): boolean {
  if (!/(^|\.)(requests|limits|capacity|hard|averageValue|tolerance|sizeLimit)(\.[-\w]+|\[".*"\])?$/.test(field)) return false;
  const [old, fresh] = [amount(before), amount(after)];
  return old !== undefined && old === fresh;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? quantity(value) : undefined;
}

function changed({ path, field, before, after }: Pair): FieldChange {
  return { path, field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
