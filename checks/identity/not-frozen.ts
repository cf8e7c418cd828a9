import type { Rule } from '../rule';
import { rule } from '../rule';
import { frozenFile, type FrozenList } from './frozen';
import { identitiesOf } from './identity';

export function notFrozen(frozen: FrozenList): Rule {
  return rule({
    id: 'identity/not-frozen',
    title: 'every object with immutable fields is in the frozen list',
    why: 'An identity that nobody wrote down can be changed by accident, and is noticed when an apply fails half-way.',
    find: (manifests) =>
      [...identitiesOf(manifests)]
        .filter(([key]) => frozen[manifests.environment]?.[key] === undefined)
        .map(([key, { object }]) => ({
          subject: object,
          problem: `${key} is not in ${frozenFile} for ${manifests.environment}`,
          fix: 'npm run identity:freeze, and review what it adds: these names and labels are for ever',
        })),
  });
}
