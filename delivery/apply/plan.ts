/** Plans an apply: what it would do, and everything that prevents it. Reads only. */
import type { ManifestObject } from '../../checks/manifest';
import { unwritable } from '../object-size';
import { leaseIdentity } from './lease';
import { recordKey } from './object-key';
import type { Cluster } from './place';
import { budgetOf, pruneOf } from './prune';
import { recordIdentity, type Recorded } from './record';
import { rehearse, type Rehearsal } from './rehearsal';
import type { Release } from './release';
import type { Wishes } from './run';
import type { Standing } from './standing';

export interface Plan {
  readonly recorded: Recorded;
  readonly rehearsal: Rehearsal;
  /** Whether an object is new, or would change. */
  readonly moves: (object: ManifestObject) => boolean;
  /** Keys of the objects to delete, in order. */
  readonly remove: readonly string[];
  /** Objects of the release that already exist although there is no record of an apply. */
  readonly unrecorded: number;
}

export interface Planned {
  readonly release: Release;
  readonly wishes: Pick<Wishes, 'allowDelete' | 'pruneBudget'>;
  readonly standing: Standing;
}

/** @throws Error with every object that would be refused and every removal that is not allowed */
export function planOf(cluster: Cluster, { release, wishes, standing: { recorded, namespaces } }: Planned): Plan {
  const { record } = recorded;
  if (record !== undefined && record.environment !== release.environment) {
    throw new Error(`this cluster must be the one of ${release.environment}, but its record is of ${record.environment}`);
  }
  const rehearsal = rehearse(
    cluster,
    release.objects,
    namespaces.map(({ name }) => name),
  );
  const before = record?.keys ?? [];
  const { remove, problems } = pruneOf({
    recorded: before,
    wanted: release.objects.map(recordKey),
    allowed: wishes.allowDelete,
    budget: wishes.pruneBudget ?? budgetOf(before),
  });
  const here = new Set([...namespaces.map(({ name }) => name), ...release.objects.flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : []))]);
  const ending = namespaces.filter(({ name, isEnding }) => isEnding && release.objects.some(({ namespace }) => namespace === name));
  const all = [
    ...rehearsal.problems,
    ...problems,
    ...release.objects.flatMap((object) => unfit(object, here)),
    ...ending.map(({ name }) => `Namespace/${name}: is being deleted, with everything that is applied to it now; wait until it is gone`),
  ];
  if (all.length > 0) throw new Error(`nothing was changed: ${all.length} ${all.length === 1 ? 'thing prevents' : 'things prevent'} it\n${all.join('\n')}`);
  const unrecorded = record === undefined ? release.objects.length - rehearsal.added.length - rehearsal.untried.length : 0;
  const moving = new Set([...rehearsal.added, ...rehearsal.changed, ...rehearsal.untried]);
  return { recorded, rehearsal, moves: (object) => moving.has(recordKey(object)), remove, unrecorded };
}

/** What no dry run refuses, and would leave half a release. @param here namespaces that exist or come with the release */
function unfit(object: ManifestObject, here: ReadonlySet<string>): readonly string[] {
  const { namespace } = object;
  const key = recordKey(object);
  const size = unwritable(object);
  return [
    // it is tried in another namespace
    ...(namespace === undefined || here.has(namespace) ? [] : [`${key}: its namespace must be in the cluster or in the manifests`]),
    ...([recordIdentity, leaseIdentity].some((own) => recordKey(own) === key) ? [`${key}: this is what an apply keeps for itself`] : []),
    ...(size === undefined ? [] : [`${key}: ${size}`]),
  ];
}

/** One line for each change, for people. */
export function planLines({ rehearsal, remove, unrecorded }: Plan): readonly string[] {
  const { added, changed, untried, warnings } = rehearsal;
  return [
    ...(unrecorded === 0
      ? []
      : [`there is no record, but ${unrecorded} objects exist: objects that were removed from the manifests since then are not known, and stay`]),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...added.map((key) => `+ ${key}`),
    ...changed.map((key) => `~ ${key}`),
    ...untried.map((key) => `? ${key}: its kind comes with this release`),
    ...remove.map((key) => `- ${key}`),
    `${added.length + untried.length} new, ${changed.length} changed, ${remove.length} to be deleted`,
  ];
}
