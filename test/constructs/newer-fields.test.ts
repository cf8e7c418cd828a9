import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { addNewerFields } from '../../constructs/newer-fields';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

const spec: k8s.HorizontalPodAutoscalerSpecV2 = { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'web' }, behavior: { scaleUp: {} } };
const tolerance = JsonPatch.add('/spec/behavior', { scaleUp: { tolerance: '0' } });

test('a field that the typed API does not know is rendered', () => {
  const objects = rendered((chart) =>
    addNewerFields(new k8s.KubeHorizontalPodAutoscalerV2(chart, 'autoscaler', { metadata: { name: 'web' }, spec }), tolerance),
  );
  expect(only(objects, 'HorizontalPodAutoscaler').spec).toMatchObject({ behavior: { scaleUp: { tolerance: '0' } } });
});

test('the reason: a patch of the typed object itself is lost without an error', () => {
  const objects = rendered((chart) => new k8s.KubeHorizontalPodAutoscalerV2(chart, 'autoscaler', { metadata: { name: 'web' }, spec }).addJsonPatch(tolerance));
  expect(JSON.stringify(objects)).not.toContain('tolerance');
});
