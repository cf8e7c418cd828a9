/** State of the cluster at the start of an apply: lock, record and namespaces, read in one request. */
import { z } from 'zod';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { liveObjects, type Identity } from '../live-objects';
import { leaseIdentity, leaseIn, type Lease } from './lease';
import { recordKey } from './object-key';
import { placeIdentity, type Cluster } from './place';
import { recordedIn, recordIdentity, type Recorded } from './record';

export interface Standing {
  readonly recorded: Recorded;
  /** Namespaces of the release that exist, and that of the record. */
  readonly namespaces: readonly FoundNamespace[];
}

export interface FoundNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** True while the namespace is being deleted, with everything in it. */
  readonly isEnding: boolean;
}

const namespace = z.object({ metadata: z.object({ deletionTimestamp: z.string().optional() }) });

/** @throws Error when the record cannot be read: pruning by a guess could delete objects of others */
export function readStanding(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): Standing {
  return standingIn(read(cluster, [recordIdentity, ...namespacesOf(objects)]));
}

/** The lock is read before the record: when nobody has written the lock since then, nobody has written the record either. */
export function readStandingAndLease(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): Standing & { readonly lease?: Lease } {
  const found = read(cluster, [leaseIdentity, recordIdentity, ...namespacesOf(objects)]);
  const lease = liveOf(found, leaseIdentity);
  return { ...standingIn(found), ...(lease === undefined ? {} : { lease: leaseIn(lease) }) };
}

interface Found {
  readonly object: ManifestObject;
  readonly live: unknown;
}

function namespacesOf(objects: readonly ManifestObject[]): readonly Identity[] {
  const names = new Set([placeIdentity.name]);
  for (const { kind, namespace: inside, name } of objects) {
    if (inside !== undefined) names.add(inside);
    if (kind === 'Namespace') names.add(name);
  }
  return [...names].map((name) => ({ ...placeIdentity, name }));
}

function read(cluster: Pick<Cluster, 'try'>, identities: readonly Identity[]): readonly Found[] {
  return liveObjects(cluster, identities).map((live) => ({ live, object: manifestObject(live, { file: 'the cluster' }) }));
}

function liveOf(found: readonly Found[], identity: Identity): unknown {
  return found.find(({ object }) => recordKey(object) === recordKey(identity))?.live;
}

function standingIn(found: readonly Found[]): Standing {
  return {
    recorded: recordedIn(liveOf(found, recordIdentity)),
    namespaces: found.flatMap(({ live, object }) => {
      if (object.kind !== 'Namespace') return [];
      return [{ name: object.name, labels: object.labels, isEnding: namespace.parse(live).metadata.deletionTimestamp !== undefined }];
    }),
  };
}
