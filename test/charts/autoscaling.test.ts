import { valueAt } from '../../config/record';
import { environments } from '../fixtures/environments';
import { environmentWith, pubSubBacklog, secondWorkload } from '../environment-with';
import { objectsOf, only } from '../kubernetes-object';

test('a Deployment has at most one horizontal autoscaler: several disable each other', () => {
  for (const environment of environments) {
    const targets = objectsOf(environment)
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ metadata: { namespace }, spec }) => `${namespace ?? ''}/${String(valueAt(spec, 'scaleTargetRef.name'))}`);
    expect(targets).toContain('lyo-backend/backend');
    expect(new Set(targets).size).toBe(targets.length);
  }
});

test('each of two workloads has autoscalers in its own namespace and recording rules of its own', () => {
  const objects = objectsOf(environmentWith(secondWorkload));
  for (const [name, namespace] of [
    ['backend', 'lyo-backend'],
    ['orders', 'lyo-orders'],
  ] as const) {
    const mine = objects.filter(({ metadata }) => metadata.namespace === namespace);
    expect(only(mine, 'HorizontalPodAutoscaler')).toMatchObject({ metadata: { name }, spec: { scaleTargetRef: { name } } });
    expect(only(mine, 'VerticalPodAutoscaler')).toMatchObject({ metadata: { name }, spec: { updatePolicy: { updateMode: 'Off' } } });
    expect(only(mine, 'Deployment')).toMatchObject({ metadata: { name } });
    const rules = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `prometheus-rules-scaling-${name}`);
    expect(rules?.data?.[`scaling-${name}.yaml`]).toContain(`name: ${namespace}/${name}`);
  }
});

test('a vertical autoscaler only recommends for a horizontally scaled workload, and resizes the others, a single pod only when it restarts', () => {
  const objects = objectsOf(environmentWith({ 'workloads[0].scaling.signals.external': [pubSubBacklog] }));
  const scaled = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ metadata: { name } }) => name);
  const modes = objects
    .filter(({ kind }) => kind === 'VerticalPodAutoscaler')
    .map(({ metadata: { name }, spec }) => [name, valueAt(spec, 'updatePolicy.updateMode')]);
  expect(Object.fromEntries(modes)).toEqual({
    backend: 'Off',
    alertmanager: 'Initial',
    grafana: 'Initial',
    optimizer: 'Initial',
    jaeger: 'Initial',
    'otel-gateway': 'Initial',
    prometheus: 'Initial',
    'prometheus-adapter': 'InPlaceOrRecreate',
    'kube-state-metrics': 'Initial',
    'stackdriver-adapter': 'InPlaceOrRecreate',
  });
  expect(scaled).toEqual(['backend']);
});

test('every vertical autoscaler targets an object that exists', () => {
  const objects = objectsOf(environmentWith());
  const autoscalers = objects.filter(({ kind }) => kind === 'VerticalPodAutoscaler');
  expect(autoscalers.map(({ metadata: { name } }) => name)).toContain('backend');
  for (const { spec, metadata } of autoscalers) {
    const [kind, name] = [String(valueAt(spec, 'targetRef.kind')), String(valueAt(spec, 'targetRef.name'))];
    expect(only(objects, kind, name).metadata.namespace).toBe(metadata.namespace);
  }
});
