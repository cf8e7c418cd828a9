import { isRecord } from '../../config/record';
import { argumentsOf, holdsCredential, isCredential } from '../../config/credentials';
import type { Manifests } from '../manifest';
import { configMaps } from '../objects/config-map';
import type { Container } from '../objects/container';
import { allContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check, type Finding } from '../check';

const fix =
  'keep it in a Secret that is made outside git, name that in `secrets` of the workload (of a component: config/names.ts providedElsewhere), and rotate the value that was committed';

export const plaintextSecret = check({
  id: 'workloads/plaintext-secret',
  title: 'no credential is in the manifests',
  why: 'Manifests are committed: whoever can read the repository, now or later, has the credential.',
  find: (manifests) => [...inSecrets(manifests), ...inContainers(manifests), ...inConfigMaps(manifests)],
});

function inSecrets({ objects }: Manifests): readonly Finding[] {
  return objects
    .filter(({ group, kind }) => group === '' && kind === 'Secret')
    .flatMap((object) => {
      const keys = [object.body['data'], object.body['stringData']].flatMap((data) => (isRecord(data) ? Object.keys(data) : []));
      return keys.length === 0 ? [] : [{ subject: object, problem: `the Secret states its content (keys ${keys.join(', ')})`, fix }];
    });
}

function inContainers(manifests: Manifests): readonly Finding[] {
  return workloads(manifests).flatMap(({ object, pod }) =>
    allContainers(pod).flatMap((container) =>
      settingsOf(container)
        .filter(({ name, value }) => isCredential(name, value))
        // never the value itself: reports end up in pull requests
        .map(({ name, value }) => ({
          subject: object,
          problem: `${name} of container ${container.name} holds a literal of ${value.length} characters that looks like a credential`,
          fix,
        })),
    ),
  );
}

function inConfigMaps(manifests: Manifests): readonly Finding[] {
  return configMaps.of(manifests).flatMap(({ object, value: { data } }) =>
    Object.entries(data)
      .filter(([, text]) => holdsCredential(text))
      .map(([key]) => ({ subject: object, problem: `${key} holds what looks like a credential`, fix })),
  );
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** Variables with literal values, and arguments as `--flag=value` or as `--flag` `value`. */
function settingsOf({ env, args, command }: Container): readonly Setting[] {
  const stated = [...argumentsOf(command), ...argumentsOf(args)].map(({ option = 'an argument', value }) => ({ name: option, value }));
  return [...env.map(({ name, value }) => ({ name, value: value ?? '' })), ...stated];
}
