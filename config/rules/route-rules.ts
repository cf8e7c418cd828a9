/** Rules of routes that are not judged by latency. */
import { placedWebs, when, type Draft, type Rule } from './draft';
import { healthRoutesOf } from '../health-routes';
import type { Problem } from './problem';
import { holds, holdsEverything, sameRoute } from '../unjudged-routes';

function unjudged(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(({ index, workload }) => {
    const { unjudgedRoutes = [] } = workload;
    const { live, ready } = healthRoutesOf(workload);
    return unjudgedRoutes.flatMap((route, position) => {
      const path = `workloads[${index}].unjudgedRoutes[${position}]`;
      const problem = (broken: boolean, rule: string): readonly Problem[] => when(broken, { path, rule, received: route });
      const everything = holdsEverything(route);
      const health = [...new Set([live, ready])].filter((known) => holds(route, known));
      return [
        ...problem(everything, 'must not hold every request, or nothing would be judged by latency'),
        ...problem(!everything && health.length > 0, `must not hold a health route (${health.join(', ')}): those are in no signal anyway`),
        ...problem(unjudgedRoutes.findIndex((other) => sameRoute(other, route)) !== position, 'must be named once, whatever its parameters are called'),
      ];
    });
  });
}

const metrics = '/metrics';

function healthApart(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(({ index, workload: { health } }) =>
    health === undefined
      ? []
      : (['live', 'ready'] as const).flatMap((which) =>
          when(health[which] === metrics, {
            path: `workloads[${index}].health.${which}`,
            rule: `must not be ${metrics}, which nobody traces`,
            received: health[which],
          }),
        ),
  );
}

export const routeRules: readonly Rule[] = [unjudged, healthApart];
