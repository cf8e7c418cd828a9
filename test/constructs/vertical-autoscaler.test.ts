import type { Sizing } from '../../config/sizing';
import { verticalAutoscaler } from '../../constructs/vertical-autoscaler';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

const sizing: Sizing = {
  cpu: { request: '200m', limit: '500m', min: '100m', max: '400m' },
  memory: { request: '256Mi', limit: '512Mi', min: '128Mi', max: '480Mi' },
};

function spec(mode: 'recommend' | 'start' | 'apply'): unknown {
  const objects = rendered((chart) => verticalAutoscaler(chart, 'vertical', { name: 'web', target: 'Deployment', sizing, mode }));
  return only(objects, 'VerticalPodAutoscaler').spec;
}

const bounds = {
  containerName: 'web',
  controlledValues: 'RequestsOnly',
  minAllowed: { cpu: '100m', memory: '128Mi' },
  maxAllowed: { cpu: '400m', memory: '480Mi' },
};

test('beside a horizontal autoscaler it only recommends, for both resources', () => {
  expect(spec('recommend')).toMatchObject({
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    updatePolicy: { updateMode: 'Off' },
    resourcePolicy: { containerPolicies: [{ ...bounds, controlledResources: ['cpu', 'memory'] }] },
  });
});

test('a single pod is never evicted: the request changes at its next start', () => {
  expect(spec('start')).toMatchObject({
    updatePolicy: { updateMode: 'Initial', minReplicas: 1 },
    resourcePolicy: { containerPolicies: [{ ...bounds, controlledResources: ['cpu'] }] },
  });
});

test('without a horizontal autoscaler it changes the CPU request if another pod serves meanwhile, and only recommends memory', () => {
  expect(spec('apply')).toMatchObject({
    updatePolicy: { updateMode: 'InPlaceOrRecreate', minReplicas: 2 },
    resourcePolicy: { containerPolicies: [{ ...bounds, controlledResources: ['cpu'] }] },
  });
});
