import { lasting, type Container } from '../objects/container';
import { isExpendable } from '../objects/priority-class';
import { workloads } from '../objects/workload';
import { check } from '../check';

/** Least seconds without an answer before a container is killed: a garbage collection, a compaction or a burst of load may last that long. */
const patience = 60;

export const patientLiveness = check({
  id: 'workloads/patient-liveness',
  title: 'a container is restarted later than it is taken out of service, and not within a minute',
  why: 'An overloaded container answers late. Out of service it recovers; killed at the same moment it loses what it holds, and the others get its load: one after the other.',
  find: (manifests) =>
    workloads(manifests)
      .filter((workload) => workload.serves && !isExpendable(manifests, workload))
      .flatMap(({ object, pod }) =>
        pod.containers.flatMap((container) => {
          const problem = problemOf(container);
          return problem === undefined
            ? []
            : [
                {
                  subject: object,
                  problem,
                  fix: `let liveness fail for longer: periodSeconds · failureThreshold of ${patience} s and more, and more than readiness`,
                },
              ];
        }),
      ),
});

function problemOf({ name, livenessProbe, readinessProbe }: Container): string | undefined {
  if (!livenessProbe) return undefined;
  const [live, ready] = [lasting(livenessProbe), lasting(readinessProbe)];
  if (live < patience) return `container ${name} is killed after ${live} s of failing liveness probes`;
  return live <= ready ? `container ${name} is killed after ${live} s, and taken out of service only after ${ready} s` : undefined;
}
