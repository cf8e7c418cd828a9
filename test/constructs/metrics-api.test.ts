import { MetricsApi } from '../../constructs/metrics-api';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

function api(version: string): ReturnType<typeof only> {
  const service = { namespace: 'shop', name: 'adapter', port: 6443 };
  return only(
    rendered((chart) => new MetricsApi(chart, 'api', { group: 'custom.metrics.k8s.io', version, service })),
    'APIService',
  );
}

test('its name is version and group, so a second owner of the same API would be the same object', () => {
  expect(api('v1beta2')).toMatchObject({
    metadata: { name: 'v1beta2.custom.metrics.k8s.io' },
    spec: { group: 'custom.metrics.k8s.io', version: 'v1beta2', service: { namespace: 'shop', name: 'adapter', port: 6443 } },
  });
});

test('certificates are verified: the pipeline sets the CA bundle, and verification is never skipped', () => {
  expect(api('v1beta1').spec).not.toHaveProperty('insecureSkipTLSVerify');
  expect(api('v1beta1').spec).not.toHaveProperty('caBundle');
});

test('the newer version is preferred over the older one', () => {
  expect(api('v1beta2').spec).toMatchObject({ versionPriority: 200 });
  expect(api('v1beta1').spec).toMatchObject({ versionPriority: 100 });
});
