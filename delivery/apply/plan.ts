/** Plans an apply: what it would do, and everything that prevents it. Reads only. */
import { z } from 'zod';
import { recordKey } from './object-key';
import { deliveryNamespace, type Cluster } from './place';
import { budgetOf, pruneOf } from './prune';
import { readRecord, type Recorded } from './record';
import { rehearse, type Rehearsal } from './rehearsal';
import type { Release } from './release';
import type { Wishes } from './run';

export interface Plan {
  readonly recorded: Recorded;
  readonly rehearsal: Rehearsal;
  /** Keys of the objects to delete, in order. */
  readonly remove: readonly string[];
  /** Objects of the release that already exist although there is no record of an apply. */
  readonly unrecorded: number;
}

const list = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }) })) });

/** @throws Error with every object that would be refused and every removal that is not allowed */
export function planOf(cluster: Cluster, release: Release, wishes: Pick<Wishes, 'allowDelete' | 'pruneBudget'>): Plan {
  const namespaces = list.parse(JSON.parse(cluster.run(['get', 'namespaces', '--output=json']))).items;
  const there = namespaces.map(({ metadata }) => metadata.name);
  const recorded = there.includes(deliveryNamespace) ? readRecord(cluster) : {};
  const { record } = recorded;
  if (record !== undefined && record.environment !== release.environment) {
    throw new Error(`this cluster must be the one of ${release.environment}, but its record is of ${record.environment}`);
  }
  const rehearsal = rehearse(cluster, release.objects, there);
  const before = record?.keys ?? [];
  const { remove, problems } = pruneOf({
    recorded: before,
    wanted: release.objects.map(recordKey),
    allowed: wishes.allowDelete,
    budget: wishes.pruneBudget ?? budgetOf(before),
  });
  const ending = namespaces.filter(
    ({ metadata }) => metadata.deletionTimestamp !== undefined && release.objects.some(({ namespace }) => namespace === metadata.name),
  );
  const all = [
    ...rehearsal.problems,
    ...problems,
    ...ending.map(({ metadata }) => `Namespace/${metadata.name}: is being deleted, with everything that is applied to it now; wait until it is gone`),
  ];
  if (all.length > 0) throw new Error(`nothing was changed: ${all.length} ${all.length === 1 ? 'thing prevents' : 'things prevent'} it\n${all.join('\n')}`);
  const unrecorded = record === undefined ? release.objects.length - rehearsal.added.length - rehearsal.untried.length : 0;
  return { recorded, rehearsal, remove, unrecorded };
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
