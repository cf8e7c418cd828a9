/** The part of a live object that the manifests state: defaults by the API server and controllers are no difference. */
import { isRecord } from '../../config/record';
import type { ListKeys } from '../../checks/objects/list-keys';

type Shapes = ListKeys[string];

/** @param shapes of the object's kind, by which entries of lists are found */
export function statedPart(wanted: unknown, live: unknown, shapes: Shapes = {}, field = ''): unknown {
  if (isRecord(wanted) && isRecord(live)) {
    return Object.fromEntries(
      Object.entries(wanted).flatMap(([name, value]) =>
        name in live ? [[name, statedPart(value, live[name], shapes, field === '' ? name : `${field}.${name}`)]] : isNothing(value) ? [[name, value]] : [],
      ),
    );
  }
  if (!Array.isArray(wanted) || !Array.isArray(live)) return live;
  const [entries, there]: [readonly unknown[], readonly unknown[]] = [wanted, live];
  const inside = `${field}[]`;
  const shape = shapes[field];
  if (shape === 'set') return there.filter((one) => entries.includes(one));
  if (shape === undefined) return there.map((one, index) => (there.length === entries.length ? statedPart(entries[index], one, shapes, inside) : one));
  return entries.flatMap((entry) => {
    const found = there.find((one) => isRecord(entry) && isRecord(one) && shape.keys.every((key) => entry[key] === undefined || entry[key] === one[key]));
    return found === undefined ? [] : [statedPart(entry, found, shapes, inside)];
  });
}

/** Values that the API server does not store: empty lists and records, null, and false where that is the default. */
function isNothing(value: unknown): boolean {
  return (
    value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0)
  );
}
