import { horizontalAutoscalers } from '../objects/horizontal-autoscaler';
import { registrations } from '../objects/metrics-api';
import { check } from '../check';

/** The only API version that the HPA controller uses. */
const version = 'v1beta1';

export const externalMetric = check({
  id: 'autoscaling/external-metric',
  title: 'an adapter owns external.metrics.k8s.io where an autoscaler has an external metric',
  why: 'Without one the metric is missing for ever: no scale-out on it, and no scale-in at all.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object, value: { spec } }) => {
      const wanted = spec.metrics.flatMap((metric) => (metric.type === 'External' ? [metric.external.metric.name] : []));
      const all = registrations(manifests, 'external.metrics.k8s.io');
      if (wanted.length === 0 || all.some((registration) => registration.version === version && registration.servers.length > 0)) return [];
      const found = all.map((registration) => `${registration.version} by ${registration.service ?? 'no Service'}`).join(', ');
      return [
        {
          subject: object,
          problem: `the external metric ${wanted.join(', ')} needs ${version}.external.metrics.k8s.io with an adapter behind its Service, and registered is ${found || 'nothing'}`,
          fix: 'add the stackdriver-adapter chart (it comes with an external signal in the policy), or take the metric out',
        },
      ];
    }),
});
