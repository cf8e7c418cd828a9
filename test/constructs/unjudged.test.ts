import { valueAt } from '../../config/record';
import { alertFiles } from '../../charts/alert-rules';
import { gateway } from '../../charts/collector-config';
import { dashboardsOf } from '../../charts/dashboards';
import { scaledWorkload } from '../../charts/platform-charts';
import { scalingRules } from '../../constructs/scaling/scaling-rules';
import { environmentWith, firstWorkload, secondWorkload } from '../environment-with';
import { webWorkloads } from '../../config/workload';

const plain = environmentWith(secondWorkload);
const streaming = environmentWith({ ...secondWorkload, 'workloads[0].unjudgedRoutes': ['/events/{room}'] });
const pattern = '([A-Z]+ )?(/events/[{][^/]*[}])';

/** Names of everything that reads durations of requests. */
function durations(environment: typeof plain): readonly string[] {
  const rules = [
    ...webWorkloads(environment).map((workload) => scalingRules(scaledWorkload(environment, workload))),
    ...Object.values(alertFiles(environment)).flat(),
  ];
  return rules
    .flatMap((group) => group.rules.map(({ expr }) => expr))
    .filter((expr) => expr.includes('traces_span_metrics_duration_seconds') && expr.includes('"backend"'));
}

test('every rule that reads durations of the workload excludes the unjudged routes, and no rule of another workload does', () => {
  const found = durations(streaming);
  expect(found.length).toBeGreaterThanOrEqual(7);
  for (const expr of found) expect(expr).toContain(`span_name!~${JSON.stringify(pattern)}`);
  const orders = Object.values(alertFiles(streaming))
    .flat()
    .flatMap((group) => group.rules.map(({ expr }) => expr))
    .filter((expr) => expr.includes('"orders"'));
  for (const expr of orders) expect(expr).not.toContain('/events/');
});

test('they count in request rate and errors', () => {
  const { rules } = scalingRules(scaledWorkload(streaming, firstWorkload(streaming)));
  for (const record of ['lyo:requests:rate', 'lyo:errors:ratio']) expect(rules.find((rule) => rule.record === record)?.expr).not.toContain('/events/');
});

test('without unjudged routes no expression changes', () => {
  expect(durations(plain).filter((expr) => expr.includes('[{]'))).toEqual([]);
  expect(valueAt(gateway(plain), 'processors.tail_sampling.policies[2]')).toMatchObject({ name: 'slow', type: 'latency' });
});

test('a trace with such a span of the same workload is not kept as slow', () => {
  expect(valueAt(gateway(streaming), 'processors.tail_sampling.policies[2]')).toMatchObject({
    name: 'slow',
    type: 'and',
    and: {
      and_sub_policy: [
        { type: 'latency' },
        {
          type: 'not',
          not: {
            not_sub_policy: {
              ottl_condition: {
                span: [`span.kind == SPAN_KIND_SERVER and resource.attributes["k8s.deployment.name"] == "backend" and IsMatch(span.name, "^(${pattern})$")`],
              },
            },
          },
        },
      ],
    },
  });
});

test('unjudged routes have panels of their own, only where there are any', () => {
  const titles = (environment: typeof plain) =>
    dashboardsOf(environment)
      .flatMap(({ panels }) => panels.map(({ title }) => title))
      .filter((title) => title.startsWith('Not judged'));
  expect(titles(plain)).toEqual([]);
  expect(titles(streaming)).toEqual(['Not judged by latency: ended', 'Not judged by latency: mean duration']);
});
