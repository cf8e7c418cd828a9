import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view } from '../view';
import type { Workload } from './workload';

export const priorityClasses = view(
  { group: 'scheduling.k8s.io', kinds: ['PriorityClass'] },
  z.object({ value: z.int(), preemptionPolicy: z.string().nullish() }),
);

/** Classes that every cluster has; Kubernetes reserves the prefix. */
export function ofSystem(name: string): boolean {
  return name.startsWith('system-');
}

/** Whether every other pod pushes the workload's pods aside: they have a negative priority. */
export function isExpendable(manifests: Manifests, { pod: { priorityClassName } }: Workload): boolean {
  const found = priorityClasses.of(manifests).find(({ object }) => object.name === priorityClassName);
  return found !== undefined && found.value.value < 0;
}
