import { registrations } from '../objects/metrics-api';
import { check } from '../check';
import { customMetricRules, rulesFor, wantedMetrics } from './served-metric';

export const unservedMetric = check({
  id: 'autoscaling/unserved-metric',
  title: 'an adapter rule serves each custom metric of an autoscaler',
  why: 'For a metric that is not served the controller reports FailedGetObjectMetric: it never scales in, and never out on that signal.',
  find: (manifests) =>
    wantedMetrics(manifests).flatMap((wanted) => {
      if (rulesFor(manifests, wanted).length > 0) return [];
      const owners = [...new Set(registrations(manifests, 'custom.metrics.k8s.io').map(({ service }) => service ?? 'the API server itself'))];
      const names = customMetricRules(manifests).map(({ name }) => JSON.stringify(name?.as ?? name?.matches ?? 'any'));
      return [
        {
          subject: wanted.autoscaler,
          problem: `the metric ${wanted.name} of ${wanted.about.kind} ${wanted.about.name ?? '(each pod)'} is served by nobody: custom.metrics.k8s.io is owned by ${owners.join(', ') || 'nobody'}, whose adapter rules make the names ${names.join(', ') || '(none)'}`,
          fix: 'correct the name, or add an adapter rule whose name.as makes it and whose resources.overrides know the namespace and the kind of object',
        },
      ];
    }),
});
