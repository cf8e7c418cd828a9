/** How the frozen list grows: new objects are added, and known ones change only on request. */
import type { Manifests } from '../manifest';
import type { FrozenList } from './frozen';
import { identitiesOf, type Identities, type Identity } from './identity';

export interface Freezing {
  readonly list: FrozenList;
  /** `environment/Kind/namespace/name` of each entry that is new. */
  readonly added: readonly string[];
  /** Entries that were replaced, or removed because their object no longer exists. */
  readonly replaced: readonly string[];
  /** Entries that differ from the manifests without a request to replace them, or whose object no longer exists. */
  readonly refused: readonly string[];
  /** Keys of the request that are neither in the list nor in the manifests. */
  readonly unknown: readonly string[];
}

/** Compares the list with the manifests of every environment. @param replace keys of the entries that may change */
export function freeze(list: FrozenList, environments: readonly Manifests[], replace: readonly string[]): Freezing {
  const parts = environments.map((manifests) => freezeOne(list[manifests.environment] ?? {}, manifests, replace));
  const seen = parts.flatMap(({ keys }) => keys);
  return {
    list: sorted({ ...list, ...Object.fromEntries(parts.map(({ environment, identities }) => [environment, identities])) }),
    added: parts.flatMap(({ added }) => added),
    replaced: parts.flatMap(({ replaced }) => replaced),
    refused: parts.flatMap(({ refused }) => refused),
    unknown: replace.filter((key) => !seen.includes(key)),
  };
}

interface Part extends Pick<Freezing, 'added' | 'replaced' | 'refused'> {
  readonly environment: string;
  readonly identities: Identities;
  readonly keys: readonly string[];
}

type Decision = { readonly outcome: 'added' | 'replaced' | 'refused' | 'kept'; readonly identity: Identity | undefined };

function freezeOne(before: Identities, manifests: Manifests, replace: readonly string[]): Part {
  const present = identitiesOf(manifests);
  const decisions = [...new Set([...Object.keys(before), ...present.keys()])].map((key) => {
    const full = `${manifests.environment}/${key}`;
    return { key, full, ...decide(before[key], present.get(key)?.identity, replace.includes(full)) };
  });
  const withOutcome = (outcome: Decision['outcome']): readonly string[] => decisions.filter((decision) => decision.outcome === outcome).map(({ full }) => full);
  return {
    environment: manifests.environment,
    identities: Object.fromEntries(decisions.flatMap(({ key, identity }) => (identity === undefined ? [] : [[key, identity]]))),
    keys: decisions.map(({ full }) => full),
    added: withOutcome('added'),
    replaced: withOutcome('replaced'),
    refused: withOutcome('refused'),
  };
}

function decide(before: Identity | undefined, now: Identity | undefined, mayReplace: boolean): Decision {
  if (before === undefined) return { outcome: 'added', identity: now };
  if (sameIdentity(before, now)) return { outcome: 'kept', identity: before };
  return mayReplace ? { outcome: 'replaced', identity: now } : { outcome: 'refused', identity: before };
}

function sameIdentity(one: Identity, other: Identity | undefined): boolean {
  return other !== undefined && JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

/** The list with sorted keys, so that its diff is easy to review. */
function sorted(list: FrozenList): FrozenList {
  return byKey(Object.fromEntries(Object.entries(list).map(([environment, identities]) => [environment, byKey(identities)])));
}

function byKey<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
