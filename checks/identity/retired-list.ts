import type { Manifests } from '../manifest';
import type { FrozenList } from './frozen';
import { freeze } from './freezing';
import type { Retirement } from './retirement';

/** The list without retired entries, and with replaced ones (such as narrower rights). A retired environment is removed completely. */
export function listWithout(list: FrozenList, { environments, keys }: Pick<Retirement, 'environments' | 'keys'>, after: readonly Manifests[]): FrozenList {
  const left = Object.fromEntries(
    Object.entries(list)
      .filter(([environment]) => !environments.includes(environment))
      .map(([environment, identities]) => [
        environment,
        Object.fromEntries(Object.entries(identities).filter(([key]) => !keys.includes(`${environment}/${key}`))),
      ]),
  );
  return freeze(left, after, []).list;
}
