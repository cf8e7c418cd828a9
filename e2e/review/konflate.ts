/**
 * What konflate (home-operations, main of November 2026) warns of when an object changes, by the rules that its README and its source publish, written anew from what they state. Rules about Flux'
 * own objects, about charts and about objects that come or go are left out: no generated change has such a thing.
 */
import { isRecord, valueAt } from '../../config/record';
import type { Case, KubernetesBody } from './generated-changes';

export interface KonflateSays {
  /** Names of the rules that warn; none means that konflate sees no danger. */
  readonly warns: readonly string[];
  /** Whether only images or versions changed. */
  readonly routine: boolean;
}

type Changed = Pick<Case, 'before' | 'after'>;

interface Rule {
  readonly name: string;
  readonly of: RegExp;
  readonly warns: (change: Changed) => boolean;
}

const differs =
  (...path: readonly string[]) =>
  ({ before, after }: Changed): boolean =>
    text(valueAt(before, path)) !== text(valueAt(after, path));

/** Fields of `spec` that may change; every other one is taken for immutable. */
const outside =
  (...mutable: readonly string[]) =>
  ({ before, after }: Changed): boolean => {
    const [was, is] = [before['spec'], after['spec']].map((spec) => (isRecord(spec) ? spec : {})) as [Record<string, unknown>, Record<string, unknown>];
    return [...Object.keys(was), ...Object.keys(is)].some((field) => !mutable.includes(field) && text(was[field]) !== text(is[field]));
  };

const rules: readonly Rule[] = [
  { name: 'privileged', of: /./, warns: ({ after }) => containersOf(after).some((one) => valueAt(one, ['securityContext', 'privileged']) === true) },
  {
    name: 'replicas-zero',
    of: /^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/,
    warns: ({ after }) => valueAt(after, ['spec', 'replicas']) === 0,
  },
  {
    name: 'immutable-field',
    of: /^StatefulSet$/,
    warns: outside('replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'),
  },
  { name: 'immutable-field', of: /^(Deployment|DaemonSet|ReplicaSet)$/, warns: differs('spec', 'selector') },
  { name: 'immutable-field', of: /^Job$/, warns: (change) => differs('spec', 'selector')(change) || differs('spec', 'template')(change) },
  { name: 'immutable-field', of: /^PersistentVolumeClaim$/, warns: outside('resources', 'volumeAttributesClassName') },
  { name: 'immutable-field', of: /^(Cluster)?RoleBinding$/, warns: differs('roleRef') },
  {
    name: 'immutable-field',
    of: /^Service$/,
    warns: (change) =>
      [change.before, change.after].every((side) => typeof valueAt(side, ['spec', 'clusterIP']) === 'string') && differs('spec', 'clusterIP')(change),
  },
  { name: 'pvc-shrink', of: /^PersistentVolumeClaim$/, warns: ({ before, after }) => storage(after) < storage(before) },
  { name: 'major-image-bump', of: /./, warns: ({ before, after }) => isMajorBump(containersOf(before).map(imageOf), containersOf(after).map(imageOf)) },
];

export function konflateSays(change: Changed): KonflateSays {
  return { warns: rules.filter(({ of, warns }) => of.test(change.before.kind) && warns(change)).map(({ name }) => name), routine: isRoutine(change) };
}

/** Rules that say the API server will refuse it. */
export function konflateRefuses({ warns }: KonflateSays): boolean {
  return warns.some((rule) => rule === 'immutable-field' || rule === 'pvc-shrink');
}

function text(value: unknown): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner));
}

function containersOf(body: KubernetesBody): readonly unknown[] {
  const pods = [['spec'], ['spec', 'template', 'spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec']];
  return pods.flatMap((path) =>
    ['containers', 'initContainers'].flatMap((list) => {
      const found = valueAt(body, [...path, list]);
      return Array.isArray(found) ? (found as readonly unknown[]) : [];
    }),
  );
}

function imageOf(container: unknown): string {
  const image = valueAt(container, ['image']);
  return typeof image === 'string' ? image : '';
}

/** Of an image whose name stays. */
function isMajorBump(before: readonly string[], after: readonly string[]): boolean {
  const parts = (image: string): readonly [name: string, major: string | undefined] => {
    const [, name = image, major] = /^(.*):v?(\d{1,3})(?:\.\d+)*(?:[-+].*)?$/.exec(image) ?? [];
    return [name, major];
  };
  return before
    .map(parts)
    .some(([name, major]) => major !== undefined && after.map(parts).some(([other, next]) => other === name && next !== undefined && next !== major));
}

const units: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Bytes; none where nothing is stated. */
function storage(body: KubernetesBody): number {
  const [, number, unit = ''] = /^(\d+)([KMGT]i)?$/.exec(String(valueAt(body, ['spec', 'resources', 'requests', 'storage']))) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}

const routinePaths = /(^|\.)image$|\.image\.(tag|digest)$|^metadata\.labels\.(helm\.sh\/chart|app\.kubernetes\.io\/version)$/;

function isRoutine({ before, after }: Changed): boolean {
  const paths = changedPaths(before, after, '');
  return paths.length > 0 && paths.every((path) => routinePaths.test(path));
}

function changedPaths(before: unknown, after: unknown, path: string): readonly string[] {
  if (text(before) === text(after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one: unknown, index) => changedPaths(one, after[index], `${path}.${index}`));
  if (!isRecord(before) || !isRecord(after)) return [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedPaths(before[name], after[name], path === '' ? name : `${path}.${name}`));
}
