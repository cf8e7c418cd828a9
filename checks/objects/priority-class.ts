import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view } from '../view';
import type { Workload } from './workload';

export const priorityClasses = view(
  { group: 'scheduling.k8s.io', kinds: ['PriorityClass'] },
  z.object({ value: z.int(), preemptionPolicy: z.string().nullish() }),
);

/** Whether it is a built-in class of every cluster; Kubernetes reserves the prefix. */
export function ofSystem(name: string): boolean {
  return name.startsWith('system-');
}

/** Whether any other pod preempts the workload's pods, because their priority is negative. */
export function isExpendable(manifests: Manifests, { pod: { priorityClassName } }: Workload): boolean {
  const found = priorityClasses.of(manifests).find(({ object }) => object.name === priorityClassName);
  return found !== undefined && found.value.value < 0;
}
