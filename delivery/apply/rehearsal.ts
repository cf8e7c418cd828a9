/** Tries every object as a dry run before any is changed: reports all refusals and warnings of the API server at once. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isRecord } from '../../config/record';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { managersOf } from '../ownership/managers';
import { recordKey } from './object-key';
import { deliveryNamespace, fieldManager, type Cluster } from './place';
import { inBatches, listOf, tried } from './send';

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

const list = z.object({ items: z.array(z.unknown()) });
const definition = z.object({ spec: z.object({ group: z.string(), names: z.object({ kind: z.string() }) }) });

/**
 * Objects of a namespace that does not exist yet are tried in one that does.
 * @param namespaces that exist in the cluster
 */
export function rehearse(cluster: Cluster, objects: readonly ManifestObject[], namespaces: readonly string[]): Rehearsal {
  const brought = new Set(objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(kindDefinedBy));
  const known = new Set(brought.size === 0 ? [] : definedIn(cluster));
  const untried = objects.filter(({ group, kind }) => brought.has(`${kind}.${group}`) && !known.has(`${kind}.${group}`));
  const standIn = namespaces.includes(deliveryNamespace) ? deliveryNamespace : 'default';
  const asked = objects
    .filter((object) => !untried.includes(object))
    .map((object) =>
      object.namespace === undefined || namespaces.includes(object.namespace) ? { object, sent: object } : { object, sent: movedTo(standIn, object) },
    );
  const { answers, problems, warnings } = inBatches(asked)
    .map((some) => ask(cluster, some))
    .reduce(joined, { answers: new Map(), problems: [], warnings: [] });
  const own = asked.filter(({ object, sent }) => object === sent).map(({ object }) => object);
  const live = new Map(problems.length > 0 ? [] : inBatches(own).flatMap((some) => present(cluster, some)));
  const keys = [...answers.keys()];
  return {
    problems: [...problems, ...unadopted(live)],
    warnings: [...new Set(warnings)],
    added: keys.filter((key) => !live.has(key)),
    changed: keys.filter((key) => live.has(key) && !isDeepStrictEqual(content(live.get(key)), content(answers.get(key)))),
    untried: untried.map(recordKey),
  };
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
    const items = asked.length === 1 ? [JSON.parse(result.output) as unknown] : list.parse(JSON.parse(result.output)).items;
    const flat = items.flatMap((item) => (isRecord(item) && item['kind'] === 'List' ? list.parse(item).items : [item]));
    return { answers: new Map(asked.map(({ object }, index) => [recordKey(object), flat[index]])), problems: [], warnings: result.warnings ?? [] };
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

function present(cluster: Cluster, objects: readonly ManifestObject[]): readonly (readonly [string, unknown])[] {
  const found = cluster.run(['get', '-f', '-', '--ignore-not-found', '--show-managed-fields', '--output=json'], listOf(objects));
  if (found.trim() === '') return [];
  const answer: unknown = JSON.parse(found);
  const items = isRecord(answer) && answer['kind'] === 'List' ? list.parse(answer).items : [answer];
  return items.map((item) => [recordKey(manifestObject(item, { file: 'the cluster' })), item]);
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

function kindDefinedBy({ body }: ManifestObject): string {
  const { spec } = definition.parse(body);
  return `${spec.names.kind}.${spec.group}`;
}

function definedIn(cluster: Cluster): readonly string[] {
  const found = z.object({ items: z.array(definition) }).parse(JSON.parse(cluster.run(['get', 'customresourcedefinitions', '--output=json'])));
  return found.items.map(({ spec }) => `${spec.names.kind}.${spec.group}`);
}
