/** Tries every object as a dry run before any is changed: reports all refusals and warnings of the API server at once. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isRecord, valueAt } from '../../config/record';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { inBatches, liveObjects, objectsIn } from '../live-objects';
import { managersOf } from '../ownership/managers';
import { recordKey } from './object-key';
import { deliveryNamespace, fieldManager, type Cluster } from './place';
import { tried } from './send';

export interface Rehearsal {
  /** Refusals, each with its object; empty when everything would be accepted. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Keys of objects that do not exist yet. */
  readonly added: readonly string[];
  /** Keys of objects that would change. */
  readonly changed: readonly string[];
  /** Keys of objects whose kind this release defines, so the API server cannot try them yet. */
  readonly untried: readonly string[];
}

const definition = z.object({ spec: z.object({ group: z.string(), names: z.object({ kind: z.string() }) }) });

/**
 * Objects of a namespace that does not exist yet are tried in one that does.
 * @param namespaces that exist in the cluster
 */
export function rehearse(cluster: Cluster, objects: readonly ManifestObject[], namespaces: readonly string[]): Rehearsal {
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const known = new Set(liveObjects(cluster, definitions).map(kindDefinedBy));
  const brought = new Set(definitions.map(({ body }) => kindDefinedBy(body)).filter((kind) => !known.has(kind)));
  const untried = objects.filter(({ group, kind }) => brought.has(`${kind}.${group}`));
  const standIn = namespaces.includes(deliveryNamespace) ? deliveryNamespace : 'default';
  const asked = objects
    .filter((object) => !untried.includes(object))
    .map((object) =>
      object.namespace === undefined || namespaces.includes(object.namespace) ? { object, sent: object } : { object, sent: movedTo(standIn, object) },
    );
  const parts = inBatches(asked).map((some) => rehearsePart(cluster, some));
  return {
    problems: parts.flatMap(({ problems }) => problems),
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
    added: parts.flatMap(({ added }) => added),
    changed: parts.flatMap(({ changed }) => changed),
    untried: untried.map(recordKey),
  };
}

/** Only keys are kept of a part: the objects of a large release, twice, are a gigabyte. */
function rehearsePart(cluster: Cluster, asked: readonly Asked[]): Omit<Rehearsal, 'untried'> {
  const { answers, problems, warnings } = ask(cluster, asked);
  if (problems.length > 0) return { problems, warnings, added: [], changed: [] };
  const own = asked.filter(({ object, sent }) => object === sent).map(({ object }) => object);
  const live = new Map(liveObjects(cluster, own).map((one) => [recordKey(manifestObject(one, { file: 'the cluster' })), one]));
  const keys = [...answers.keys()];
  return {
    problems: [...asked.flatMap(({ object, sent }) => misplaced(object, sent, answers.get(recordKey(object)))), ...unadopted(live)],
    warnings,
    added: keys.filter((key) => !live.has(key)),
    changed: keys.filter((key) => live.has(key) && !isDeepStrictEqual(content(live.get(key)), content(answers.get(key)))),
  };
}

/** An object without a namespace would go wherever the kubeconfig says, and one with a namespace too many is made without: neither would be found again. */
function misplaced(object: ManifestObject, sent: ManifestObject, answer: unknown): readonly string[] {
  const made = valueAt(answer, 'metadata.namespace');
  if (answer === undefined || made === sent.namespace) return [];
  const why =
    typeof made === 'string' ? `must state its namespace: without it, it would go to ${made}` : 'must state no namespace: objects of its kind have none';
  return [`${recordKey(object)}: ${why}`];
}

/**
 * Objects made by `kubectl apply` without `--server-side`: kubectl moves all their fields to the next manager that applies, and fields that no manifest states, such as the replica count, would
 * be removed at once. A dry run does not show it.
 */
function unadopted(live: ReadonlyMap<string, unknown>): readonly string[] {
  return [...live]
    .filter(([, object]) => managersOf(object).some(({ manager, operation }) => manager === 'kubectl-client-side-apply' && operation === 'Update'))
    .map(
      ([key]) => `${key}: was made by kubectl apply, and would lose fields that the manifests do not state, also its replica count: run npm run adopt first`,
    );
}

interface Asked {
  readonly object: ManifestObject;
  /** The object, or a copy of it in another namespace. */
  readonly sent: ManifestObject;
}

interface Answers {
  readonly answers: ReadonlyMap<string, unknown>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** kubectl does not say which object has a conflict: halves are tried again until each refusal belongs to one object. */
function ask(cluster: Cluster, asked: readonly Asked[]): Answers {
  const result = tried(
    cluster,
    asked.map(({ sent }) => sent),
  );
  if (result.ok) {
    const items = objectsIn(result.output);
    return { answers: new Map(asked.map(({ object }, index) => [recordKey(object), items[index]])), problems: [], warnings: result.warnings ?? [] };
  }
  if (/no cluster answers|cannot sign in|does not know who/.test(result.why)) throw new Error(result.why);
  const [only] = asked;
  if (asked.length === 1 && only !== undefined)
    return { answers: new Map(), problems: [`${recordKey(only.object)}: ${refusal(result.why, only.object)}`], warnings: [] };
  const middle = Math.ceil(asked.length / 2);
  const [left, right] = [ask(cluster, asked.slice(0, middle)), ask(cluster, asked.slice(middle))];
  // refused together and accepted apart: the cause is not a single object
  if (left.problems.length + right.problems.length === 0 && asked.length > 1) return { ...joined(left, right), problems: [refusal(result.why)] };
  return joined(left, right);
}

function joined(one: Answers, other: Answers): Answers {
  return {
    answers: new Map([...one.answers, ...other.answers]),
    problems: [...one.problems, ...other.problems],
    warnings: [...one.warnings, ...other.warnings],
  };
}

const safeWay = 'the field is immutable: create a new object under another name, move its users, then remove the old one (docs/how-to/remove-or-rename.md)';

/** The message of the API server, without kubectl's advice to take the fields by force. */
function refusal(why: string, about?: ManifestObject): string {
  const said = why
    .replace(/^kubectl apply [^:]*?: (?=\S)/s, '')
    .split(/\n?Please review the fields above/)[0]
    ?.trim();
  const conflict = /Apply failed with \d+ conflict/.test(why) ? `\n  ${waysOut(about)}` : '';
  const immutable = /field is immutable|updates to statefulset spec|cannot change roleRef|may not be changed|is immutable/i.test(why) ? `\n  ${safeWay}` : '';
  return `${said ?? why}${conflict}${immutable}`;
}

function waysOut(about: ManifestObject | undefined): string {
  const file = about?.origin.file ?? 'its file';
  return `bring the change into the manifests, or take the fields back: kubectl apply --server-side --force-conflicts --field-manager=${fieldManager} -f ${file}`;
}

/** The fields that people write, without those of the API server and controllers. */
function content(object: unknown): unknown {
  if (!isRecord(object)) return object;
  const { status: _status, metadata, ...rest } = object;
  if (!isRecord(metadata)) return rest;
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...named } = metadata;
  return { ...rest, metadata: named };
}

function movedTo(namespace: string, object: ManifestObject): ManifestObject {
  const { metadata } = object.body;
  return { ...object, namespace, body: { ...object.body, metadata: { ...(isRecord(metadata) ? metadata : {}), namespace } } };
}

/** @param body of a CustomResourceDefinition */
function kindDefinedBy(body: unknown): string {
  const { spec } = definition.parse(body);
  return `${spec.names.kind}.${spec.group}`;
}
