import { valueAt } from '../../config/record';
import { quotaOf } from '../../charts/quota';
import { synthesize } from '../../charts/synthesis';
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import { environments } from '../fixtures/environments';
import { namespaces } from '../../config/names';
import { environmentWith } from '../environment-with';
import { kindsOf, objectsOf, only, parsed } from '../kubernetes-object';

const settings = { pods: 2, cpu: '300m', memory: '400Mi' };
const environment = environmentWith({ placeholder: settings });
const file = synthesize(environment).find(({ name }) => name === 'placeholder.yaml');
const objects = parsed(file?.yaml ?? '');
const deployment = only(objects, 'Deployment');
const pod = valueAt(deployment.spec, 'template.spec');

test('exists where the configuration asks for it, and nowhere else', () => {
  expect(kindsOf(objects)).toEqual(['Deployment', 'PriorityClass', 'ServiceAccount']);
  for (const shipped of environments.filter(({ placeholder }) => placeholder === undefined)) {
    expect(synthesize(shipped).map(({ name }) => name)).not.toContain('placeholder.yaml');
  }
});

test('is preempted by every other pod at once, and still makes the cluster autoscaler add a node', () => {
  const priority = only(objects, 'PriorityClass');
  expect(priority.metadata).toMatchObject({ name: 'lyo-placeholder' });
  expect(priority.metadata).not.toHaveProperty('namespace');
  const value = Number(valueAt(priority, 'value'));
  expect(value).toBeLessThan(0);
  // the cluster autoscaler adds no node for pods below -10 (--expendable-pods-priority-cutoff)
  expect(value).toBeGreaterThanOrEqual(-10);
  expect(priority).toMatchObject({ globalDefault: false, preemptionPolicy: 'Never' });
  expect(pod).toMatchObject({ priorityClassName: 'lyo-placeholder', terminationGracePeriodSeconds: 0, automountServiceAccountToken: false });
});

test('requests what the configuration says', () => {
  expect(valueAt(deployment.spec, 'replicas')).toBe(2);
  const room = { cpu: '300m', memory: '400Mi', 'ephemeral-storage': '32Mi' };
  expect(valueAt(pod, 'containers[0].resources')).toEqual({ requests: room, limits: room });
  expect(valueAt(pod, 'containers[0].image')).toBe('europe-west1-docker.pkg.dev/lyo-platform-dev/mirror-kubernetes/pause:3.10');
});

test('has its place in the quota of the platform', () => {
  const amount = (one: typeof environment, resource: string): number =>
    Number.parseInt(String(valueAt(quotaOf(one, namespaces.observability), `['${resource}']`)), 10);
  const added = (resource: string): number => amount(environment, resource) - amount(environmentWith(), resource);
  expect(['pods', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'requests.ephemeral-storage'].map(added)).toEqual([
    2, 600, 800, 600, 800, 64,
  ]);
});

test('passes every check', () => {
  const all = synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, `manifests/dev/${name}`));
  const violations = runChecks('dev', all).violations.filter(({ check }) => check !== 'identity/not-frozen');
  expect(violations.map(({ check, object, problem }) => `${check}: ${object}: ${problem}`)).toEqual([]);
});

test('a web service may be evicted from a node that the cluster autoscaler removes: the data on its disk is expendable', () => {
  const web = only(objectsOf(environmentWith()), 'Deployment', 'backend');
  expect(valueAt(web.spec, 'template.metadata.annotations')).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' });
});
