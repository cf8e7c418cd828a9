/** Changes that a rule of konflate warns about, and similar changes that it accepts. */
import { konflateRefuses, konflateSays } from '../../../e2e/review/konflate';
import type { KubernetesBody } from '../../../e2e/review/generated-changes';

const body = (kind: string, fields: Readonly<Record<string, unknown>>): KubernetesBody => ({ kind, metadata: { name: 'a' }, ...fields });
const pods = (container: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  spec: { ...more, template: { spec: { containers: [{ name: 'a', image: 'a:1.2.3', ...container }] } } },
});
const claim = (storage: string): Readonly<Record<string, unknown>> => ({ spec: { resources: { requests: { storage } } } });

type Fields = Readonly<Record<string, unknown>>;

test.each<[string, string, Fields, Fields, readonly string[]]>([
  ['a privileged container', 'Deployment', pods({}), pods({ securityContext: { privileged: true } }), ['privileged']],
  [
    'a privileged container of a schedule',
    'CronJob',
    { spec: { jobTemplate: pods({}) } },
    { spec: { jobTemplate: pods({ securityContext: { privileged: true } }) } },
    ['privileged'],
  ],
  ['no replicas', 'Deployment', pods({}, { replicas: 2 }), pods({}, { replicas: 0 }), ['replicas-zero']],
  ['fewer replicas', 'Deployment', pods({}, { replicas: 2 }), pods({}, { replicas: 1 }), []],
  ['a selector', 'DaemonSet', pods({}, { selector: { a: 1 } }), pods({}, { selector: { a: 2 } }), ['immutable-field']],
  ['the history of a StatefulSet, which the API server accepts', 'StatefulSet', pods({}), pods({}, { revisionHistoryLimit: 7 }), ['immutable-field']],
  ['replicas of a StatefulSet', 'StatefulSet', pods({}, { replicas: 1 }), pods({}, { replicas: 2 }), []],
  ['a template of a Job', 'Job', pods({}), pods({ args: ['x'] }), ['immutable-field']],
  ['a smaller claim', 'PersistentVolumeClaim', claim('1Gi'), claim('900Mi'), ['pvc-shrink']],
  ['a larger claim', 'PersistentVolumeClaim', claim('900Mi'), claim('1Gi'), []],
  ['another role', 'RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, ['immutable-field']],
  ['another account', 'RoleBinding', { subjects: [] }, { subjects: [{ kind: 'Group', name: 'x' }] }, []],
  ['another address', 'Service', { spec: { clusterIP: '10.0.0.1' } }, { spec: { clusterIP: 'None' } }, ['immutable-field']],
  ['an address where none was stated', 'Service', { spec: {} }, { spec: { clusterIP: 'None' } }, []],
  ['a major version', 'Deployment', pods({}), pods({ image: 'a:v2.0.0' }), ['major-image-bump']],
  ['a minor version', 'Deployment', pods({}), pods({ image: 'a:1.3.0' }), []],
  ['another image', 'Deployment', pods({}), pods({ image: 'b:2.0.0' }), []],
  ['a date', 'Deployment', pods({}), pods({ image: 'a:20260101' }), []],
])('%s', (...[, kind, before, after, warns]) => {
  const says = konflateSays({ before: body(kind, before), after: body(kind, after) });
  expect(says.warns).toEqual(warns);
  expect(konflateRefuses(says)).toBe(warns.includes('immutable-field') || warns.includes('pvc-shrink'));
});

test('only images are routine, and the order of fields is no change', () => {
  const routine = (after: Readonly<Record<string, unknown>>): boolean =>
    konflateSays({ before: body('Deployment', pods({})), after: body('Deployment', after) }).routine;
  expect(routine(pods({ image: 'a:1.2.4' }))).toBe(true);
  expect(routine(pods({ image: 'a:1.2.4', args: ['x'] }))).toBe(false);
  expect(routine({ spec: { template: { spec: { containers: [{ image: 'a:1.2.3', name: 'a' }] } } } })).toBe(false);
});
