/** Rules of routes that are not judged by latency. */
import { when, type Draft, type Rule } from './draft';
import { healthRoutes } from '../names';
import type { Problem } from './problem';
import { holds, holdsEverything, sameRoute } from '../unjudged-routes';

function unjudged({ workloads }: Draft): readonly Problem[] {
  return workloads.flatMap(({ index, workload: { unjudgedRoutes = [] } }) =>
    unjudgedRoutes.flatMap((route, position) => {
      const path = `workloads[${index}].unjudgedRoutes[${position}]`;
      const problem = (broken: boolean, rule: string): readonly Problem[] => when(broken, { path, rule, received: route });
      const everything = holdsEverything(route);
      const health = [healthRoutes.live, healthRoutes.ready].filter((known) => holds(route, known));
      return [
        ...problem(everything, 'must not hold every request, or nothing would be judged by latency'),
        ...problem(!everything && health.length > 0, `must not hold a health route (${health.join(', ')}): those are in no signal anyway`),
        ...problem(unjudgedRoutes.findIndex((other) => sameRoute(other, route)) !== position, 'must be named once, whatever its parameters are called'),
      ];
    }),
  );
}

export const routeRules: readonly Rule[] = [unjudged];
