import type { Container, SecurityContext } from '../objects/container';
import { allContainers, type PodSpec } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

const profiles = ['RuntimeDefault', 'Localhost'];

export const restrictedContainer = check({
  id: 'workloads/restricted-container',
  title: 'every container meets the Pod Security Standard `restricted`',
  why: 'Every namespace enforces the standard: the Deployment is accepted, and its pods are refused one by one with nothing but an event.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod).flatMap((container) => {
        const broken = [...privileges(container), ...inherited(container, pod), ...nodePorts(container)];
        if (broken.length === 0) return [];
        return [
          {
            subject: object,
            problem: `container ${container.name}: ${broken.join('; ')}`,
            fix: 'use restrictedContainer and restrictedPod of constructs/restricted.ts as they are',
          },
        ];
      }),
    ),
});

/** A list with the problem, or an empty list when the requirement holds. */
function unless(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}

function privileges({ securityContext }: Container): readonly string[] {
  const added = securityContext?.capabilities?.add.filter((capability) => capability !== 'NET_BIND_SERVICE') ?? [];
  const dropped = securityContext?.capabilities?.drop ?? [];
  const escalation = securityContext?.allowPrivilegeEscalation;
  return [
    ...unless(securityContext?.privileged !== true, 'privileged is true'),
    ...unless(escalation === false, `allowPrivilegeEscalation is ${escalation ?? 'not stated'} and must be false`),
    ...unless(dropped.includes('ALL'), `capabilities.drop is ${JSON.stringify(dropped)} and must hold ALL`),
    ...unless(added.length === 0, `capabilities.add is ${JSON.stringify(added)}`),
  ];
}

/** Problems of settings that a container inherits from its pod unless it states its own. */
function inherited({ securityContext }: Container, { securityContext: ofPod }: PodSpec): readonly string[] {
  const { runAsNonRoot, runAsUser, seccompProfile } = { ...ofPod, ...stated(securityContext) };
  return [
    ...unless(runAsNonRoot === true, `runAsNonRoot is ${runAsNonRoot ?? 'not stated'} and must be true`),
    ...unless(runAsUser !== 0, 'runAsUser is 0'),
    ...unless(profiles.includes(seccompProfile?.type ?? ''), `seccompProfile is ${seccompProfile?.type ?? 'not stated'} and must be ${profiles.join(' or ')}`),
  ];
}

/** The fields with a value: only they override the pod's. */
function stated(context: Container['securityContext']): Partial<SecurityContext> {
  return Object.fromEntries(Object.entries(context ?? {}).filter(([, value]) => value !== null));
}

function nodePorts({ ports }: Container): readonly string[] {
  return ports.flatMap(({ hostPort }) => (hostPort ? [`hostPort is ${hostPort}`] : []));
}
