import { adapterConfigurations, discovered, servedName, type AdapterRule } from '../objects/metrics-adapter';
import { regularExpression } from '../objects/series-selector';
import { check } from '../check';
import type { Manifests } from '../manifest';

export const unmatchedAdapterRule = check({
  id: 'autoscaling/unmatched-adapter-rule',
  title: 'an adapter rule finds recorded series, names them, and asks for one object at a time',
  why: 'A rule that finds nothing serves nothing, and one without the label matchers answers with the series of every workload at once.',
  find: (manifests) =>
    adapterConfigurations(manifests).flatMap(({ configMap, rules }) =>
      rules.flatMap((adapterRule) => {
        const problem = problemOf(manifests, adapterRule);
        if (problem === undefined) return [];
        return [
          {
            subject: configMap.object,
            problem,
            fix: 'make the rule from the telemetry contract (constructs/scaling/adapter-rules.ts), which records and serves the same names',
          },
        ];
      }),
    ),
});

function problemOf(manifests: Manifests, adapterRule: AdapterRule): string | undefined {
  const { seriesQuery, metricsQuery } = adapterRule;
  const found = discovered(manifests, adapterRule).map(({ name }) => name);
  const [example] = found;
  if (example === undefined) return `seriesQuery ${seriesQuery} finds none of the recorded series`;
  if (metricsQuery !== '' && !metricsQuery.includes('<<.LabelMatchers>>')) return `metricsQuery ${metricsQuery} has no <<.LabelMatchers>>`;
  const pattern = adapterRule.name?.matches ?? '';
  if (regularExpression(pattern) === undefined) return `name.matches ${pattern} is not a regular expression`;
  if (found.some((series) => servedName(adapterRule, series) !== undefined)) return undefined;
  return `name.matches ${pattern} matches none of the series that seriesQuery finds, for example ${example}`;
}
