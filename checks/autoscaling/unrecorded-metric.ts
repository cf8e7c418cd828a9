import { nameOf } from '../manifest';
import { check } from '../check';
import { findsSeries, namedSeries, rulesFor, wantedMetrics } from './served-metric';

export const unrecordedMetric = check({
  id: 'autoscaling/unrecorded-metric',
  title: 'a recording rule records each custom metric of an autoscaler, with the labels of its object',
  why: 'The adapter serves only what Prometheus has: a series that is not recorded, or that carries another Deployment, is a metric that is missing for ever.',
  find: (manifests) =>
    wantedMetrics(manifests).flatMap((wanted) => {
      const rules = rulesFor(manifests, wanted);
      if (rules.length === 0) return [];
      if (rules.some((adapterRule) => findsSeries(manifests, adapterRule, wanted))) return [];
      const candidates = rules.flatMap((adapterRule) => namedSeries(manifests, adapterRule, wanted));
      // there may be thousands of series: three are enough to show what is wrong with the labels
      const found = candidates.slice(0, 3).map((series) => `${series.name}${JSON.stringify(series.labels)} in ${nameOf(series.object)}`);
      return [
        {
          subject: wanted.autoscaler,
          problem: `the metric ${wanted.name} of ${wanted.about.kind} ${wanted.autoscaler.namespace}/${wanted.about.name ?? '(each pod)'} needs a recorded series, and ${found.length === 0 ? 'no mounted rule file records one of that name' : `those of that name have other labels: ${found.join(', ')}`}`,
          fix: 'record the series in a rule file that Prometheus mounts, with static labels for the namespace and the object',
        },
      ];
    }),
});
