import { valueAt } from '../../config/record';
import { environmentWith, pubSubBacklog } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const external = { 'workloads[0].scaling.signals.external': [pubSubBacklog] };

function apis(objects: readonly KubernetesObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(objects.filter(({ kind }) => kind === 'APIService').map(({ metadata, spec }) => [metadata.name, valueAt(spec, 'service.name')]));
}

test('the Prometheus adapter serves both versions of the custom metrics API, and no other metrics API', () => {
  expect(apis(objectsOf(environmentWith()))).toEqual({
    'v1beta1.custom.metrics.k8s.io': 'prometheus-adapter',
    'v1beta2.custom.metrics.k8s.io': 'prometheus-adapter',
  });
});

test('an external signal adds the Stackdriver adapter, for external metrics alone', () => {
  const objects = objectsOf(environmentWith(external));
  expect(apis(objects)).toEqual({
    'v1beta1.custom.metrics.k8s.io': 'prometheus-adapter',
    'v1beta2.custom.metrics.k8s.io': 'prometheus-adapter',
    'v1beta1.external.metrics.k8s.io': 'stackdriver-adapter',
  });
  // by default it would also register custom.metrics.k8s.io
  expect(valueAt(only(objects, 'Deployment', 'stackdriver-adapter').spec, 'template.spec.containers[0].args')).toContain('--enable-custom-metrics-api=false');
});

test('without an external signal there is no Stackdriver adapter', () => {
  expect(JSON.stringify(objectsOf(environmentWith()))).not.toContain('stackdriver-adapter');
});

test('each adapter has two spread pods and a disruption budget, because every autoscaler stops without its metrics API', () => {
  const objects = objectsOf(environmentWith(external));
  for (const name of ['prometheus-adapter', 'stackdriver-adapter']) {
    expect(only(objects, 'Deployment', name).spec).toMatchObject({ replicas: 2 });
    expect(only(objects, 'PodDisruptionBudget', name).spec).toMatchObject({ maxUnavailable: 1 });
  }
});

test('adapters serve with a certificate of their own, and its verification is never skipped', () => {
  const objects = objectsOf(environmentWith(external));
  for (const name of ['prometheus-adapter', 'stackdriver-adapter']) {
    const pod = valueAt(only(objects, 'Deployment', name).spec, 'template.spec');
    expect(valueAt(pod, 'volumes')).toContainEqual({ name: 'serving', secret: { secretName: `${name}-serving` } });
    expect(valueAt(pod, 'containers[0].args')).toContain('--tls-cert-file=/etc/adapter/serving/tls.crt');
  }
  expect(JSON.stringify(objects)).not.toContain('insecureSkipTLSVerify');
});

test('the adapter discovers series every 15 s, as often as the autoscaler decides', () => {
  const args = valueAt(only(objectsOf(environmentWith()), 'Deployment', 'prometheus-adapter').spec, 'template.spec.containers[0].args');
  expect(args).toEqual(expect.arrayContaining(['--metrics-relist-interval=15s', '--metrics-max-age=1h']));
});
