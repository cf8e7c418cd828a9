import { nameOf, type Manifests } from '../manifest';
import { portsText } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { monitoredBy, podMonitorings, type PodMonitoring } from '../objects/pod-monitoring';
import { declaredPort } from '../objects/service';
import { selectorText } from '../objects/selector';
import { check, type Finding } from '../check';

export const managedTarget = check({
  id: 'references/managed-target',
  title: "what Google's collectors scrape are pods of the manifests, each with the port",
  why: 'An object that selects nothing is accepted, and a port by number is asked for on pods that do not have it: the copy lacks the metrics, for months before somebody looks.',
  find: (manifests) => podMonitorings.of(manifests).flatMap((monitoring) => withoutPort(manifests, monitoring)),
});

function withoutPort(manifests: Manifests, monitoring: PodMonitoring): readonly Finding[] {
  const {
    object,
    value: {
      spec: { selector, endpoints },
    },
  } = monitoring;
  const selected = monitoredBy(manifests, monitoring);
  if (selected.length === 0) {
    return [
      {
        subject: object,
        problem: `the selector ${selectorText(selector)} matches no pod template in ${object.namespace === undefined ? 'any namespace' : `namespace ${object.namespace}`}`,
        fix: 'select the label of a pod template, or leave the object out where the environment has no such component (charts/present-components.ts)',
      },
    ];
  }
  return endpoints.flatMap(({ port }) =>
    selected
      .filter((workload) => declaredPort(workload, port) === undefined)
      .map((workload) => ({
        subject: object,
        problem: `port ${port} is wanted of ${nameOf(workload.object)}, whose pods have ${portsText(runningContainers(workload.pod))}`,
        fix: 'name a port of the container, by number or by name',
      })),
  );
}
