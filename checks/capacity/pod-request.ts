/** Resources that the scheduler reserves for one pod. */
import type { Manifests } from '../manifest';
import type { Container, Resource } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { quantity } from '../objects/quantity';
import { podsUnder } from '../objects/scale-target';
import { controlledResources, mostAllowed, updateMode, verticalScalers, type VerticalAutoscalerSpec } from '../objects/vertical-autoscaler';
import type { Workload } from '../objects/workload';
import type { Resources } from './resources';

/** `stated`: as in the manifests. `largest`: with every request that a vertical autoscaler applies at its upper bound, infinite where it has none. */
export type RequestSize = 'stated' | 'largest';

/** Units of the result: thousandths of a core and mebibytes, rounded up. */
const units: Readonly<Record<Resource, number>> = { cpu: 1 / 1000, memory: 2 ** 20 };

export function podRequest(manifests: Manifests, workload: Workload, size: RequestSize): Resources {
  const vertical = size === 'largest' ? appliedTo(manifests, workload) : undefined;
  const amount = (resource: Resource): number => podAmount(workload, (container) => containerAmount(container, resource, vertical));
  return { cpu: amount('cpu'), memory: amount('memory') };
}

/** Request of a pod: the sum over containers and sidecars, or the largest init container and all sidecars if that is more. */
function podAmount({ pod }: Workload, amount: (container: Container) => number): number {
  const sum = (containers: readonly Container[]): number => containers.reduce((total, container) => total + amount(container), 0);
  const running = runningContainers(pod);
  const sidecars = pod.initContainers.filter((container) => running.includes(container));
  const before = pod.initContainers.filter((container) => !running.includes(container)).map(amount);
  return Math.max(sum(running), sum(sidecars) + Math.max(0, ...before));
}

function containerAmount({ name, resources }: Container, resource: Resource, vertical: VerticalAutoscalerSpec | undefined): number {
  // without a request Kubernetes uses the limit as request
  const stated = quantity(resources?.requests[resource]) ?? quantity(resources?.limits[resource]) ?? 0;
  const moved = vertical !== undefined && controlledResources(vertical, name).includes(resource);
  const most = moved ? Math.max(stated, mostAllowed(vertical, name, resource) ?? Number.POSITIVE_INFINITY) : stated;
  return Math.ceil(Number((most / units[resource]).toFixed(6)));
}

/** The vertical autoscaler that changes the workload's requests, if there is one. */
function appliedTo(manifests: Manifests, workload: Workload): VerticalAutoscalerSpec | undefined {
  return verticalScalers(manifests).find(({ spec, target }) => updateMode(spec) !== 'Off' && podsUnder(manifests, target).includes(workload))?.spec;
}
