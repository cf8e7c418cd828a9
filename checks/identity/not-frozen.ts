import type { Manifests } from '../manifest';
import type { Check } from '../check';
import { check } from '../check';
import { frozenFile, type FrozenList } from './frozen';
import { identitiesOf } from './identity';

export const notFrozenId = 'identity/not-frozen';

/** Objects whose immutable fields are not in the frozen list yet, as `environment/Kind/namespace/name`. */
export function unfrozen(manifests: Manifests, frozen: FrozenList): readonly string[] {
  const known = frozen[manifests.environment] ?? {};
  return [...identitiesOf(manifests).keys()].filter((key) => known[key] === undefined).map((key) => `${manifests.environment}/${key}`);
}

/** Requires that all identities are in the list. Before the first apply nothing is immutable, so `npm start` only mentions missing ones; `npm run check` and `npm run apply` fail. */
export function notFrozen(frozen: FrozenList): Check {
  return check({
    id: notFrozenId,
    title: 'every object with immutable fields is in the frozen list',
    why: 'An identity that is not in the list can be changed by accident, and this shows only when an apply fails half-way.',
    find: (manifests) =>
      [...identitiesOf(manifests)]
        .filter(([key]) => frozen[manifests.environment]?.[key] === undefined)
        .map(([key, { object }]) => ({
          subject: object,
          problem: `${key} is not in ${frozenFile} for ${manifests.environment}`,
          fix: 'npm run identity:freeze, and review what it adds: these names and labels cannot change later',
        })),
  });
}
