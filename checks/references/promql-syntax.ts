import type { Manifests } from '../manifest';
import { syntaxErrorIn } from '../objects/promql';
import { promqlQueries } from '../objects/query';
import { check } from '../check';

export const promqlSyntax = check({
  id: 'references/promql-syntax',
  title: 'Prometheus understands every expression of a rule, an alert, a panel and a dashboard’s variable',
  why: 'One expression that cannot be read keeps Prometheus from starting with any of its rules; in a panel it shows as an error to whoever opens the dashboard.',
  find: (manifests: Manifests) =>
    promqlQueries(manifests).flatMap(({ object, asker, expression }) => {
      const rest = syntaxErrorIn(expression);
      if (rest === undefined) return [];
      return [
        { subject: object, problem: `${asker} is not PromQL from "${rest.slice(0, 60)}" on`, fix: 'fix the expression where it is generated (constructs/)' },
      ];
    }),
});
