import type { Check } from '../check';
import { check } from '../check';
import { subjectOf } from './deletion';
import type { FrozenList } from './frozen';
import { identitiesOf } from './identity';

export function vanished(frozen: FrozenList): Check {
  return check({
    id: 'identity/vanished',
    title: 'nothing of the frozen list is missing',
    why: '`npm run apply` deletes what is no longer in the manifests, and a changed name is another object: so an object that should stay is deleted at the next release, and one that may hold data stops the release until it is named.',
    find: (manifests) => {
      const present = identitiesOf(manifests);
      return Object.keys(frozen[manifests.environment] ?? {})
        .filter((key) => !present.has(key))
        .map((key) => ({
          subject: subjectOf(key),
          problem: `the frozen list has ${key}, and the manifests of ${manifests.environment} do not`,
          fix: `restore it; to rename, keep both until the new one serves (docs/how-to/remove-or-rename.md); to remove it on purpose: npm run identity:retire -- ${manifests.environment}/${key} prints each step. Where no cluster has any of them yet, begin anew: npm run identity:freeze -- --again ${manifests.environment}`,
        }));
    },
  });
}
