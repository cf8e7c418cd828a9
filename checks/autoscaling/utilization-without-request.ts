import { nameOf } from '../manifest';
import type { Container } from '../objects/container';
import { horizontalAutoscalers, type Metric } from '../objects/horizontal-autoscaler';
import { runningContainers } from '../objects/pod';
import { targetOf } from '../objects/scale-target';
import type { Workload } from '../objects/workload';
import { check } from '../check';

export const utilizationWithoutRequest = check({
  id: 'autoscaling/utilization-without-request',
  title: 'a utilization target has a request to be measured against, in every container that it covers',
  why: 'Utilization is usage divided by request: without one the metric is an error for the whole pod and the autoscaler does nothing; with a limit alone, Kubernetes takes the limit.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object, value: { spec } }) => {
      const workload = targetOf(manifests, { ...spec.scaleTargetRef, namespace: object.namespace });
      if (workload === undefined) return [];
      return spec.metrics.flatMap((metric) => problems(metric, workload)).map((found) => ({ subject: object, ...found }));
    }),
});

interface Problem {
  readonly problem: string;
  readonly fix: string;
}

function problems(metric: Metric, workload: Workload): readonly Problem[] {
  const containers = runningContainers(workload.pod);
  if (metric.type === 'Resource' && metric.resource.target.type === 'Utilization') {
    return containers.flatMap((container) => missingRequest(container, metric.resource.name, workload));
  }
  if (metric.type !== 'ContainerResource') return [];
  const { container: name, name: resource, target } = metric.containerResource;
  const container = containers.find((candidate) => candidate.name === name);
  if (container === undefined) {
    return [
      {
        problem: `the ${resource} metric is for container ${name}, and the containers of ${nameOf(workload.object)} are ${containers.map((known) => known.name).join(', ')}`,
        fix: 'name one of these containers',
      },
    ];
  }
  return target.type === 'Utilization' ? missingRequest(container, resource, workload) : [];
}

function missingRequest({ name, resources }: Container, resource: string, { object }: Workload): readonly Problem[] {
  if (resources?.requests[resource] !== undefined) return [];
  const limit = resources?.limits[resource];
  return [
    {
      problem: `a ${resource} utilization target, and container ${name} of ${nameOf(object)} requests no ${resource}${limit === undefined ? '' : ` (its limit is ${limit})`}`,
      fix: `state resources.requests.${resource} for ${name} in config/sizing, or use a ContainerResource metric for a container that has one`,
    },
  ];
}
