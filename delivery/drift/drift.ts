/**
 * How the cluster differs from what was applied, who changed it and when. By read requests only: a server-side diff needs the right to write. Fields of autoscalers,
 * controllers and programs of this project are no drift.
 */
import { valueAt } from '../../config/record';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { knownListKeys } from '../../checks/objects/list-keys';
import { recordKey } from '../apply/object-key';
import { addedPathsOf, isController, isForeign, isOurs, managersOf, pathsOf, touches, unrecorded, type Managed } from '../ownership/managers';
import { fieldChanges } from '../review/field-changes';
import { builtInDefaults, type Defaults } from '../ownership/server-defaults';
import { withoutServerSet } from '../ownership/server-set';
import { statedPart } from './stated-part';
import { unownedFields } from '../ownership/unowned';

export interface Drift {
  /** Key of the record. */
  readonly object: string;
  /** @default - the whole object */
  readonly path?: string;
  /** For people: `web:hand, and the manifests say web:1`. */
  readonly what: string;
  /** Who may have changed it: the owners of the field, the latest first. Empty when the field has no owner any more. */
  readonly by: readonly { readonly manager: string; /** @default - the API server has not recorded it */ readonly at?: string }[];
  /** Why no owner is named. @default - one is named, or there can be none */
  readonly unnamed?: string;
}

type DefaultsOf = (kind: ManifestObject) => Defaults;

/**
 * @param live - the objects as the cluster has them, with their managed fields
 * @param defaultsOf what the API server sets. @default - for kinds of Kubernetes itself
 */
export function driftOf(
  wanted: readonly ManifestObject[],
  live: readonly unknown[],
  defaultsOf: DefaultsOf = (kind) => builtInDefaults(kind) ?? (() => []),
): readonly Drift[] {
  const found = new Map(live.map((object) => [recordKey(manifestObject(object, { file: 'the cluster' })), object]));
  return wanted.flatMap((object) => {
    const key = recordKey(object);
    const there = found.get(key);
    if (there === undefined) return [{ object: key, what: 'is not there', by: [] }];
    const isScaled = wanted.some((one) => one.kind === 'HorizontalPodAutoscaler' && one.namespace === object.namespace && targets(one, object));
    return [...differences(object, there, { defaultsOf, isScaled }), ...switchedOff(object, there, wanted)];
  });
}

/** An autoscaler ignores a workload with 0 replicas, and the API server records no owner of a count of 0, so nothing else shows it. */
function switchedOff(wanted: ManifestObject, live: unknown, all: readonly ManifestObject[]): readonly Drift[] {
  const isScaled = all.some((one) => one.kind === 'HorizontalPodAutoscaler' && one.namespace === wanted.namespace && scales(one, wanted));
  if (!isScaled || valueAt(live, 'spec.replicas') !== 0) return [];
  return [{ object: recordKey(wanted), path: 'spec.replicas', what: 'is 0, which switches its autoscaler off', by: [], unnamed: toNone }];
}

function scales(autoscaler: ManifestObject, workload: ManifestObject): boolean {
  return targets(autoscaler, workload) && valueAt(autoscaler.body, 'spec.minReplicas') !== 0;
}

function targets({ body }: ManifestObject, { kind, name }: ManifestObject): boolean {
  return valueAt(body, 'spec.scaleTargetRef.kind') === kind && valueAt(body, 'spec.scaleTargetRef.name') === name;
}

/** Succeeded Jobs of releases are deleted after a while, and are not created again. @param ran keys, of the record */
export function withoutEnded(objects: readonly ManifestObject[], ran: readonly string[]): readonly ManifestObject[] {
  return objects.filter((object) => !ran.includes(recordKey(object)));
}

interface Surroundings {
  readonly defaultsOf: DefaultsOf;
  /** Whether an autoscaler sets its replica count. */
  readonly isScaled: boolean;
}

function differences(wanted: ManifestObject, live: unknown, { defaultsOf, isScaled }: Surroundings): readonly Drift[] {
  const object = recordKey(wanted);
  const shapes = knownListKeys[`${wanted.group}/${wanted.version}/${wanted.kind}`];
  const recorded = managersOf(live);
  const managers = recorded.length > 0 ? recorded : [unownedFields(wanted.body, live, shapes)];
  const [foreign, ours] = [managers.filter(isForeign), managers.filter(({ manager }) => isOurs(manager))];
  const changed = fieldChanges(wanted.body, statedPart(wanted.body, live, shapes), shapes)
    // a field that a controller has taken over, such as replicas, is its own
    .filter(({ path }) => !managers.some((one) => isController(one.manager) && pathsOf(one).includes(path)))
    .map(({ path, before, after, reordered = false }) => ({
      object,
      path,
      what: reordered
        ? 'is in another order'
        : `${after === undefined ? 'is gone' : `is ${shown(after, wanted)}`}, and the manifests say ${shown(before, wanted)}`,
      ...doers(managers, path, after),
    }));
  const isKnown = (path: string): boolean => ours.some((own) => touches(own, path)) || changed.some((change) => isSamePlace(change.path, path));
  const added = foreign
    // most objects have no other owner, and their defaults are not asked for
    .map((one) => withoutServerSet(one, wanted, live, defaultsOf(wanted)))
    .flatMap((one) =>
      addedPathsOf(one, (path) => ours.some((own) => touches(own, path)))
        .filter((path) => !isHarmless(path) && !isKnown(path) && !(isScaled && one.manager === unrecorded && path === 'spec.replicas'))
        .map((path) => ({ object, path, what: 'was set, and the manifests say nothing of it', ...setter(one, path) })),
    );
  return [...changed, ...added];
}

function isSamePlace(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** Annotations of kubectl, and those that a restart leaves on the pods. */
function isHarmless(path: string): boolean {
  return /\["kubectl\.kubernetes\.io\/(last-applied-configuration|restartedAt)"\]$/.test(path) || /^metadata\.annotations$/.test(path);
}

/** Autoscaling's Scale leaves out a count of 0, so that its writer owns nothing (apimachinery, managedfields/scalehandler.go). */
const toNone = 'the API server records no owner of a count of 0';

function doers(managers: readonly Managed[], path: string, after: unknown): Pick<Drift, 'by' | 'unnamed'> {
  const by = owners(managers.filter(isForeign), path);
  if (by.length > 0) return { by };
  if (managers.some((one) => isOurs(one.manager) && touches(one, path))) return { by, unnamed: 'it was not touched since it was applied' };
  if (after === undefined) return { by, unnamed: 'the API server does not record who removes something' };
  return { by, unnamed: path === 'spec.replicas' && after === 0 ? toNone : noOwner };
}

const noOwner = 'the API server has recorded no owner';

function setter(manager: Managed, path: string): Pick<Drift, 'by' | 'unnamed'> {
  return manager.manager === unrecorded ? { by: [], unnamed: noOwner } : { by: owners([manager], path) };
}

function owners(managers: readonly Managed[], path: string): Drift['by'] {
  return managers
    .filter((one) => one.manager !== unrecorded && touches(one, path))
    .sort(({ time: one = '' }, { time: other = '' }) => (one < other ? 1 : -1))
    .map(({ manager, time }) => ({ manager, ...(time === undefined ? {} : { at: time }) }));
}

const longest = 120;

/** Values of a Secret are never shown. */
function shown(value: unknown, { kind }: ManifestObject): string {
  if (kind === 'Secret') return '(not shown)';
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** One line. */
export function driftText({ object, path, what, by, unnamed }: Drift): string {
  const named = by
    .map(({ manager, at }) => (at === undefined ? `${manager}, at a time that the API server has not recorded` : `${manager} at ${at}`))
    .join(', ');
  const who = by.length === 0 && unnamed === undefined ? '' : ` (${by.length === 0 ? String(unnamed) : named})`;
  return `${object}${path === undefined ? '' : `: ${path}`} ${what}${who}`;
}
