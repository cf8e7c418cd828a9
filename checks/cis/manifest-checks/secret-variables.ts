import { check } from '../../check';
import type { ManifestObject, Manifests } from '../../manifest';
import { grantedSecrets } from '../../objects/granted-secrets';
import { allContainers } from '../../objects/pod';
import { workloads } from '../../objects/workload';
import type { ForPeople } from '../audited-check';

export const secretVariables = check({
  id: 'cis/secret-variables',
  title: 'Secrets reach programs as files, not as environment variables, unless the configuration states it for a workload',
  why: 'The environment is in crash reports, in debug pages and in every child process, and does not change when the Secret does.',
  find: (manifests) =>
    taken(manifests)
      .filter(({ isStated }) => !isStated)
      .map(({ object, container, variables }) => ({
        subject: object,
        problem: `container ${container} takes ${variables.join(', ')} from a Secret`,
        fix: 'mount the Secret as a volume, and let the program read the file',
      })),
});

/** Secrets in variables that the configuration states on purpose (`secrets` without `as: 'file'`, for an application that reads only variables). People judge them; the benchmark leaves 4.4.1 to people too. */
export function statedVariables(manifests: Manifests): readonly ForPeople[] {
  return taken(manifests)
    .filter(({ isStated }) => isStated)
    .map(({ object, container, variables }) => ({
      object,
      value: `${container}: ${variables.join(', ')}`,
      because: "the configuration states these secrets as variables; look whether the application can read files, and state as: 'file' for what it can",
    }));
}

interface Taken {
  readonly object: ManifestObject;
  readonly container: string;
  readonly variables: readonly string[];
  /** Whether every such variable is a key of a Secret that the configuration states for the workload. */
  readonly isStated: boolean;
}

function taken(manifests: Manifests): readonly Taken[] {
  return workloads(manifests).flatMap(({ object, pod }) => {
    const granted = grantedSecrets(manifests, object.namespace, pod);
    return allContainers(pod).flatMap(({ name: container, env, envFrom }): readonly Taken[] => {
      const keys = env.flatMap(({ name, valueFrom }) => (valueFrom?.secretKeyRef ? [{ name, secret: valueFrom.secretKeyRef.name }] : []));
      const whole = envFrom.flatMap(({ secretRef }) => (secretRef ? [`all of ${secretRef.name}`] : []));
      const [stated, others] = [keys.filter(({ secret }) => granted.includes(secret)), keys.filter(({ secret }) => !granted.includes(secret))];
      const unstated = [...others.map(({ name }) => name), ...whole];
      return [
        ...(unstated.length === 0 ? [] : [{ object, container, variables: unstated, isStated: false }]),
        ...(stated.length === 0 ? [] : [{ object, container, variables: stated.map(({ name }) => name), isStated: true }]),
      ];
    });
  });
}
