/**
 * Fields that the API server and its controllers fill in where an object leaves them out: defaults, numbers and addresses that they allot, marks that they keep.
 * The server records whoever wrote the object as their owner, so an owner alone does not make a field somebody's edit.
 */
import { isDeepStrictEqual } from 'node:util';
import { isRecord, valueAt } from '../../config/record';
import type { ManifestObject } from '../../checks/manifest';
import type { Managed } from './managers';
import type { Defaults } from './server-defaults';

type Fields = Readonly<Record<string, unknown>>;

/** A field of a live object. */
interface Place {
  /** Without the entries' keys: `spec.template.spec.containers[].image`, `metadata.labels["example.com/a"]`. */
  readonly field: string;
  /** Its last step. */
  readonly name: string;
  readonly value: unknown;
  /** What it lies in, the nearest first; the object is the last. */
  readonly above: readonly unknown[];
}

/** @param defaults of the object's kind */
export function withoutServerSet(entry: Managed, of: ManifestObject, live: unknown, defaults: Defaults): Managed {
  const isSet = (place: Place): boolean =>
    // null, which the server prints of a list that some kinds do not leave out, such as the rules of a Role
    place.value === null || defaults(place.field).some((one) => isDeepStrictEqual(one, place.value)) || isKept(of, place);
  return { ...entry, fieldsV1: left(entry.fieldsV1, { field: '', name: '', value: live, above: [] }, isSet) };
}

function left(fields: Fields, place: Place, isSet: (place: Place) => boolean): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, inside]) => {
      if (key === '.') return [[key, inside]];
      const at = stepInto(place, key);
      const below = isRecord(inside) ? Object.keys(inside).filter((name) => name !== '.') : [];
      if (below.length === 0 || !isRecord(inside)) return isSet(at) ? [] : [[key, inside]];
      const remaining = left(inside, at, isSet);
      // nothing but what holds the server's fields
      return Object.keys(remaining).every((name) => name === '.') ? [] : [[key, remaining]];
    }),
  );
}

/** `f:image`, `k:{"name":"web"}`, `v:"x"`, `i:0` (kubernetes.io/docs/reference/using-api/server-side-apply, "Field management"). */
function stepInto({ field, value, above }: Place, key: string): Place {
  const [kind, rest] = [key.slice(0, 2), key.slice(2)];
  const inside = [value, ...above];
  if (kind === 'f:') return { field: named(field, rest), name: rest, value: isRecord(value) ? value[rest] : undefined, above: inside };
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const found = (): unknown => {
    const wanted: unknown = JSON.parse(rest);
    if (kind === 'v:') return wanted;
    if (kind === 'i:') return entries[Number(rest)];
    return entries.find((one) => isRecord(one) && isRecord(wanted) && Object.entries(wanted).every(([name, text]) => isDeepStrictEqual(one[name], text)));
  };
  return { field: `${field}[]`, name: rest, value: found(), above: inside };
}

function named(field: string, name: string): string {
  if (!/^[A-Za-z_$][-\w$]*$/.test(name)) return `${field}["${name}"]`;
  return field === '' ? name : `${field}.${name}`;
}

interface Rule {
  /** Kinds with their group. @default - every kind */
  readonly of?: RegExp;
  readonly field: RegExp;
  /** @default - whatever its value */
  readonly sets?: (place: Place) => boolean;
}

const object = ({ above }: Place): unknown => above.at(-1);
const beside =
  (name: string) =>
  ({ value, above: [holder] }: Place): boolean =>
    value === valueAt(holder, [name]);

/** What no constant of a kind says. */
const rules: readonly Rule[] = [
  { field: /^status(\.|$)/ },
  // printed also where it is empty
  { field: /(^|\.)(metadata|resources)$/, sets: ({ value }) => isDeepStrictEqual(value, {}) },
  // marks of the server and of controllers
  {
    of: /^Namespace\.$/,
    field: /^metadata\.labels\["kubernetes\.io\/metadata\.name"\]$/,
    sets: (place) => place.value === valueAt(object(place), 'metadata.name'),
  },
  { of: /^Namespace\.$/, field: /^spec\.finalizers$/, sets: ({ value }) => isDeepStrictEqual(value, ['kubernetes']) },
  {
    field: /^metadata\.finalizers\[\]$/,
    sets: ({ value }) =>
      /^(([\w-]+\.)*(kubernetes|k8s|gke)\.io\/[\w.-]+|customresourcecleanup\.apiextensions\.k8s\.io|foregroundDeletion|orphan)$/.test(String(value)),
  },
  {
    field:
      /^metadata\.annotations\["(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|deprecated\.daemonset\.template\.generation|pv\.kubernetes\.io\/[\w-]+|volume\.(beta\.)?kubernetes\.io\/(storage-provisioner|selected-node)|batch\.kubernetes\.io\/[\w-]+)"\]$/,
  },
  // allotted
  { of: /^Service\.$/, field: /^spec\.(clusterIPs?|ipFamilies|healthCheckNodePort|ports\[\]\.nodePort)$/ },
  { of: /^Service\.$/, field: /^spec\.ipFamilyPolicy$/, sets: ({ value }) => value === 'SingleStack' },
  { of: /^PersistentVolumeClaim\.$/, field: /^spec\.(volumeName|storageClassName)$/ },
  { of: /^ServiceAccount\.$/, field: /^secrets(\[\]|$)/ },
  {
    of: /^Job\.batch$/,
    field:
      /^spec\.(selector|template\.metadata\.labels\["(batch\.kubernetes\.io\/)?(controller-uid|job-name)"\])|^spec\.template\.metadata\.labels\.(controller-uid|job-name)$/,
  },
  // computed from other fields
  {
    of: /^Job\.batch$/,
    field: /^metadata\.labels(\.|\[)/,
    sets: (place) => place.value === valueAt(object(place), ['spec', 'template', 'metadata', 'labels', place.name]),
  },
  { of: /^Service\.$/, field: /^spec\.ports\[\]\.targetPort$/, sets: beside('port') },
  { field: /\.spec\.serviceAccount$/, sets: beside('serviceAccountName') },
  { field: /\.resources\.requests(\.|\[)/, sets: ({ name, value, above: [, resources] }) => value === valueAt(resources, ['limits', name]) },
  { field: /\.[cC]ontainers\[\]\.imagePullPolicy$/, sets: ({ value, above: [container] }) => value === pullPolicyOf(valueAt(container, 'image')) },
  {
    of: /^NetworkPolicy\./,
    field: /^spec\.policyTypes$/,
    sets: ({ value, above: [spec] }) => {
      const egress = valueAt(spec, 'egress');
      return isDeepStrictEqual(value, Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
    },
  },
  {
    of: /^CustomResourceDefinition\./,
    field: /^spec\.names\.(singular|listKind)$/,
    sets: ({ name, value, above: [names] }) => {
      const kind = String(valueAt(names, 'kind'));
      return value === (name === 'singular' ? kind.toLowerCase() : `${kind}List`);
    },
  },
  { of: /^ClusterRole\./, field: /^rules$/, sets: (place) => valueAt(object(place), 'aggregationRule') !== undefined },
];

function isKept({ kind, group }: ManifestObject, place: Place): boolean {
  return rules.some(({ of = /./, field, sets = () => true }) => of.test(`${kind}.${group}`) && field.test(place.field) && sets(place));
}

/** kubernetes.io/docs/concepts/containers/images, "Image pull policy". */
function pullPolicyOf(image: unknown): string {
  const [, tag = 'latest', digest] = /^(?:.*\/)?[^/:@]*(?::([^/@]*))?(@.*)?$/.exec(String(image)) ?? [];
  return digest === undefined && tag === 'latest' ? 'Always' : 'IfNotPresent';
}
