import { allContainers } from '../../objects/pod';
import { workloads } from '../../objects/workload';
import { check } from '../../check';

export const secretVariables = check({
  id: 'cis/secret-variables',
  title: 'Secrets reach programs as files, not as environment variables',
  why: 'The environment is in crash reports, in debug pages and in every child process, and does not change when the Secret does.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod).flatMap(({ name: container, env, envFrom }) => {
        const variables = [
          ...env.flatMap(({ name, valueFrom }) => (valueFrom?.secretKeyRef ? [name] : [])),
          ...envFrom.flatMap(({ secretRef }) => (secretRef ? [`all of ${secretRef.name}`] : [])),
        ];
        if (variables.length === 0) return [];
        return [
          {
            subject: object,
            problem: `container ${container} takes ${variables.join(', ')} from a Secret`,
            fix: 'mount the Secret as a volume, and let the program read the file',
          },
        ];
      }),
    ),
});
