/**
 * The record of what was applied to a cluster: a ConfigMap that names every object that may be ours, the last release that worked, and how far the run got
 * that wrote it. Before a change it names the objects before and after, so that a run that is killed at any point leaves no unknown object.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { liveObjects, type Identity } from '../live-objects';
import { isKey } from './object-key';
import { deliveryNamespace, type Cluster } from './place';

const phases = ['applying', 'pruning', 'unverified', 'applied', 'going back', 'went back'] as const;

const target = z.object({
  digest: z.string(),
  commit: z.string().optional(),
  /** Where it was published. */
  artifact: z.string().optional(),
  /** Who ran it, for people. */
  who: z.string(),
  /** When it began, as RFC 3339. */
  at: z.string(),
});

const key = z.string().refine(isKey, 'must be Kind.group/namespace/name or Kind.group/name');

const recordSchema = z.object({
  version: z.literal(1),
  environment: z.string(),
  phase: z.enum(phases),
  /** The release that the run applies. */
  target,
  /** The last release that passed every gate. @default - nothing yet */
  applied: target.optional(),
  /** Keys of all objects that may be there and are ours. */
  keys: z.array(key),
  /** Keys of Jobs of releases that have ended well here, the newest last: they run no second time. */
  ran: z.array(key).default([]),
});
export type DeliveryRecord = z.infer<typeof recordSchema>;
export type Target = z.infer<typeof target>;

export interface Recorded {
  /** @default - there is no record yet */
  readonly record?: DeliveryRecord;
  /** The version by which the next writer proves that no other run wrote in between. */
  readonly resourceVersion?: string;
}

const name = 'applied';
export const recordIdentity: Identity = { group: '', version: 'v1', kind: 'ConfigMap', namespace: deliveryNamespace, name };

const stored = z.object({ metadata: z.object({ resourceVersion: z.string() }), data: z.record(z.string(), z.string()).default({}) });

/** @throws Error when the record cannot be read: pruning by a guess could delete objects of others */
export function readRecord(cluster: Pick<Cluster, 'try'>): Recorded {
  return recordedIn(liveObjects(cluster, [recordIdentity])[0]);
}

/** @param live the ConfigMap; undefined when there is none */
export function recordedIn(live: unknown): Recorded {
  if (live === undefined) return {};
  const { metadata, data } = stored.parse(live);
  return { record: parsed(data['record']), resourceVersion: metadata.resourceVersion };
}

/** Problems of a damaged record that are told: each of ten thousand keys may be one. */
const shown = 6;

function parsed(text: string | undefined): DeliveryRecord {
  const json = asJson(text ?? '');
  const { version } = z
    .object({ version: z.int().default(0) })
    .catch({ version: 0 })
    .parse(json);
  if (version > 1)
    throw new Error(`the record in ConfigMap ${deliveryNamespace}/${name} is of version ${version}: apply with the program that wrote it, or a newer one`);
  const result = recordSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, shown).map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(
    [
      `the record in ConfigMap ${deliveryNamespace}/${name} is damaged: ${problems.join('; ')}`,
      `kubectl get configmap ${name} -n ${deliveryNamespace} -o yaml shows it; repair or delete it: after a deletion, objects that were removed since are not pruned`,
    ].join('\n'),
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bytes that the data of a ConfigMap may have: MaxSecretSize and the check of ConfigMaps in k8s.io/kubernetes/pkg/apis/core/validation. */
const mostBytes = 1024 * 1024;

/** @throws Error when the record has no room in a ConfigMap */
export function requireRoom(record: DeliveryRecord): void {
  const bytes = Buffer.byteLength(textOf(record));
  if (bytes <= mostBytes) return;
  throw new Error(
    `the record must fit a ConfigMap (${mostBytes} bytes), received ${bytes} bytes for ${record.keys.length} objects, old and new: apply fewer at a time, or divide them among environments`,
  );
}

function textOf(record: DeliveryRecord): string {
  return JSON.stringify(record, undefined, 1);
}

/**
 * Writes the record, unless another run wrote since it was read.
 * @throws Error when another run did, or when the record has no room in a ConfigMap
 */
export function writeRecord(cluster: Cluster, record: DeliveryRecord, resourceVersion: string | undefined): Recorded {
  const sorted = { ...record, keys: [...new Set(record.keys)].sort() };
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: deliveryNamespace, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    data: { record: textOf(sorted) },
  };
  requireRoom(sorted);
  const written = cluster.try([resourceVersion === undefined ? 'create' : 'replace', '-f', '-', '--output=json'], JSON.stringify(object));
  if (!written.ok) {
    const found = written.why.includes('(Forbidden)') ? {} : readRecord(cluster);
    // a write whose answer was lost is stored
    if (isDeepStrictEqual(found.record, sorted)) return found;
    throw new Error(`the record could not be written (another run may have written it in the meantime)\n  ${written.why}`);
  }
  return { record: sorted, resourceVersion: stored.parse(JSON.parse(written.output)).metadata.resourceVersion };
}
