import { registrations } from '../objects/metrics-api';
import { check } from '../check';

const group = 'custom.metrics.k8s.io';
const versions = ['v1beta1', 'v1beta2'];

export const metricsApiVersions = check({
  id: 'autoscaling/metrics-api-versions',
  title: 'custom metrics are registered in v1beta1 and v1beta2',
  why: 'The HPA controller asks the version that the server prefers. A leftover of the other version, from an adapter that is gone, would answer instead of ours.',
  find: (manifests) => {
    const registered = registrations(manifests, group);
    const missing = versions.filter((version) => !registered.some((registration) => registration.version === version));
    if (missing.length === 0) return [];
    return registered.map(({ object, version }) => ({
      subject: object,
      problem: `${group} is registered in ${version} and not in ${missing.join(', ')}`,
      fix: `register ${missing.map((name) => `${name}.${group}`).join(' and ')} for the same Service`,
    }));
  },
});
