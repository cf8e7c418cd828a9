/**
 * Objects of which nobody owns a field. The API server drops the entry of a manager that states nothing beside the name, such as of a bare Namespace or
 * ServiceAccount, and records no edit of such an object; at the next apply all that is there gets an owner of its own making (apimachinery 0.36.3,
 * `managedfields/internal/skipnonapplied.go`).
 */
import { isRecord } from '../../config/record';
import type { ListKeys, ListShape } from '../../checks/objects/list-keys';
import { unrecorded, type Managed } from './managers';

type Fields = Readonly<Record<string, unknown>>;
type Shapes = ListKeys[string];

/** What the live object has and the manifest does not state, as the API server would write the fields of an owner. @param shapes of the object's kind */
export function unownedFields(wanted: unknown, live: unknown, shapes: Shapes = {}): Managed {
  const { metadata, apiVersion: _version, kind: _kind, ...rest } = isRecord(live) ? live : {};
  const content = { ...rest, ...(isRecord(metadata) ? { metadata: withoutIdentity(metadata) } : {}) };
  return {
    manager: unrecorded,
    operation: 'Update',
    fieldsV1: recordFields(isRecord(wanted) ? wanted : {}, content, { shapes: { ...metadataShapes, ...shapes }, field: '' }),
  };
}

/** Lists that every object may have; the lists of a kind leave them out. */
const metadataShapes: Shapes = { 'metadata.finalizers': 'set', 'metadata.ownerReferences': { keys: ['uid'] } };

/** The fields of metadata that never have an owner (apimachinery 0.36.3, `managedfields/internal/stripmeta.go`). */
function withoutIdentity(metadata: Fields): Fields {
  const {
    name: _name,
    namespace: _namespace,
    creationTimestamp: _creation,
    selfLink: _link,
    uid: _uid,
    generation: _generation,
    managedFields: _fields,
    resourceVersion: _version,
    ...rest
  } = metadata;
  return rest;
}

interface Place {
  readonly shapes: Shapes;
  readonly field: string;
}

/** @returns nothing for what is stated */
function fieldsBetween(wanted: unknown, live: unknown, place: Place): Fields | undefined {
  const fields = fieldsInside(wanted, live, place);
  if (fields === undefined) return wanted === undefined ? {} : undefined;
  return Object.keys(fields).length > 0 || wanted === undefined ? fields : undefined;
}

/** @returns undefined for what is owned as a whole, and where one side is of another shape */
function fieldsInside(wanted: unknown, live: unknown, place: Place): Fields | undefined {
  if (isRecord(live)) return isRecord(wanted ?? {}) ? recordFields(isRecord(wanted) ? wanted : {}, live, place) : undefined;
  const shape = place.shapes[place.field];
  if (!Array.isArray(live) || shape === undefined) return undefined;
  const stated: unknown = wanted ?? [];
  return Array.isArray(stated) ? listFields(stated, live, shape, place) : undefined;
}

function recordFields(wanted: Fields, live: Fields, { shapes, field }: Place): Fields {
  return Object.fromEntries(
    Object.entries(live).flatMap(([name, value]) => {
      const inside = fieldsBetween(wanted[name], value, { shapes, field: field === '' ? name : `${field}.${name}` });
      return inside === undefined ? [] : [[`f:${name}`, inside]];
    }),
  );
}

function listFields(wanted: readonly unknown[], live: readonly unknown[], shape: ListShape, { shapes, field }: Place): Fields {
  return Object.fromEntries(
    live.flatMap((entry) => {
      if (shape === 'set' || !isRecord(entry)) return wanted.includes(entry) ? [] : [[`v:${JSON.stringify(entry)}`, {}]];
      const keys = Object.fromEntries(shape.keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])));
      const stated = wanted.find((one) => isRecord(one) && shape.keys.every((key) => one[key] === undefined || one[key] === entry[key]));
      const inside = fieldsBetween(stated, entry, { shapes, field: `${field}[]` });
      return inside === undefined ? [] : [[`k:${JSON.stringify(keys)}`, stated === undefined ? { '.': {}, ...inside } : inside]];
    }),
  );
}
