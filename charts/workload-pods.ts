/** Inputs of the pods of a workload of any kind. */
import { setupOf } from '../config/container';
import type { Environment } from '../config/environment';
import { portNameOf } from '../config/sidecars';
import type { Workload } from '../config/workload';
import type { WorkloadPodProps } from '../constructs/workload-pod';
import { injectionOf } from './injections';
import { sizingOf } from './platform-charts';

export function workloadPods(environment: Environment, workload: Workload): WorkloadPodProps {
  const { name, image, env, sidecars } = workload;
  return {
    name,
    image,
    env,
    project: environment.google.project,
    setup: setupOf(workload),
    sizing: sizingOf(environment, name),
    sidecars: sidecars?.map((one) => ({ ...one, portName: portNameOf(one.name) })),
    ...injectionOf(environment, workload),
  };
}
