import { allContainers } from '../objects/pod';
import { quantity } from '../objects/quantity';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const requestAboveLimit = check({
  id: 'workloads/request-above-limit',
  title: 'every amount is a quantity, and no request is above its limit',
  why: 'The API server refuses the workload, in the middle of an apply.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod).flatMap(({ name, resources }) => {
        const stated = { requests: resources?.requests ?? {}, limits: resources?.limits ?? {} };
        const unreadable = Object.entries(stated).flatMap(([kind, amounts]) =>
          Object.entries(amounts)
            .filter(([, amount]) => quantity(amount) === undefined)
            .map(([resource, amount]) => `resources.${kind}.${resource} is ${amount}, which is not a quantity`),
        );
        const above = Object.entries(stated.requests)
          .filter(([resource, request]) => (quantity(request) ?? 0) > (quantity(stated.limits[resource]) ?? Infinity))
          .map(([resource, request]) => `requests ${request} of ${resource} and is limited to ${stated.limits[resource]}`);
        return [...unreadable, ...above].map((text) => ({
          subject: object,
          problem: `container ${name}: ${text}`,
          fix: 'correct the amount in config/sizing/<environment>.json',
        }));
      }),
    ),
});
