import { isExpendable } from '../objects/priority-class';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const probes = check({
  id: 'workloads/probes',
  title: 'every container that serves has a readiness and a liveness probe',
  why: 'Without readiness a pod gets requests before it can answer and while it stops; without liveness a hung one stays for ever.',
  find: (manifests) =>
    workloads(manifests)
      // a placeholder serves no requests
      .filter((workload) => workload.serves && !isExpendable(manifests, workload))
      .flatMap(({ object, pod }) =>
        pod.containers.flatMap(({ name, readinessProbe, livenessProbe }) => {
          const missing = [...(readinessProbe ? [] : ['readinessProbe']), ...(livenessProbe ? [] : ['livenessProbe'])];
          if (missing.length === 0) return [];
          return [
            {
              subject: object,
              problem: `container ${name} has no ${missing.join(' and no ')}`,
              fix: 'add it, on a route or port that says whether this container can serve',
            },
          ];
        }),
      ),
});
