/**
 * Moves the fields of an object that another manager made to the manifests' manager, so that a plain apply meets no conflict. The replica count, which no manifest
 * of an autoscaled workload states, gets a separate manager: an apply by force would remove it, and the API server would default to one pod.
 */
import type { ManifestObject } from '../../checks/manifest';
import { isRecord } from '../../config/record';
import { fieldManager } from '../apply/place';
import { isForeign, keeper, managersOf, pathsOf, type Managed } from './managers';
import { builtInDefaults, type Defaults } from './server-defaults';
import { withoutServerSet } from './server-set';

type Fields = Readonly<Record<string, unknown>>;

export interface Handover {
  /** Previous owners of fields. */
  readonly from: readonly string[];
  /** The replica count that stays, where the manifest states none. */
  readonly replicas?: number;
  /** A JSON patch that is refused when the object was changed in the meantime. */
  readonly patch: readonly object[];
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * @param defaults what the API server sets in objects of the kind
 * @returns undefined when no other manager owns a field that somebody has set
 */
export function handoverOf(wanted: ManifestObject, live: unknown, defaults: Defaults = builtInDefaults(wanted) ?? (() => [])): Handover | undefined {
  const managers = managersOf(live);
  const foreign = managers.filter((one) => isForeign(one) && pathsOf(withoutServerSet(one, wanted, live, defaults)).length > 0);
  if (foreign.length === 0) return undefined;
  const replicas = 'replicas' in recordAt(wanted.body, 'spec') ? undefined : recordAt(live, 'spec')['replicas'];
  const given = joined([...managers.filter(isApplied), ...foreign].map(({ fieldsV1 }) => fieldsV1));
  const entry = { apiVersion: `${wanted.group === '' ? '' : `${wanted.group}/`}${wanted.version}`, fieldsType: 'FieldsV1' };
  const owned = [
    ...managers.filter((one) => !foreign.includes(one) && !isApplied(one)),
    { ...entry, manager: fieldManager, operation: 'Apply', fieldsV1: replicas === undefined ? given : without(given, 'f:spec', 'f:replicas') },
    ...(replicas === undefined ? [] : [{ ...entry, manager: keeper, operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }]),
  ];
  return {
    from: [...new Set(foreign.map(({ manager }) => manager))],
    ...(typeof replicas === 'number' ? { replicas } : {}),
    patch: patchTo(owned, live),
  };
}

function patchTo(owned: readonly object[], live: unknown): readonly object[] {
  const metadata = recordAt(live, 'metadata');
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: metadata['resourceVersion'] },
    // kubectl would move all fields to the next manager that applies
    ...(lastApplied in recordAt(metadata, 'annotations') ? [{ op: 'remove', path: `/metadata/annotations/${lastApplied.replaceAll('/', '~1')}` }] : []),
    { op: 'replace', path: '/metadata/managedFields', value: owned },
  ];
}

function recordAt(value: unknown, name: string): Fields {
  const found = isRecord(value) ? value[name] : undefined;
  return isRecord(found) ? found : {};
}

function isApplied({ manager, operation, subresource }: Managed): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === undefined;
}

function joined(all: readonly Fields[]): Fields {
  return all.reduce<Fields>((so, fields) => {
    const names = [...new Set([...Object.keys(so), ...Object.keys(fields)])];
    return Object.fromEntries(
      names.map((name) => {
        const [one, other] = [so[name], fields[name]];
        return [name, isRecord(one) && isRecord(other) ? joined([one, other]) : (one ?? other)];
      }),
    );
  }, {});
}

function without(fields: Fields, first: string, second: string): Fields {
  const { [first]: inside, ...others } = fields;
  if (!isRecord(inside)) return fields;
  const { [second]: _, ...left } = inside;
  return { ...others, [first]: left };
}
