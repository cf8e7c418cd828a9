/** Whatever is retired is retired completely and alone, in a safe order, and never with data that nobody named. */
import fc from 'fast-check';
import { synthesize } from '../../../charts/synthesis';
import { inOrderOfDeletion } from '../../../checks/identity/deletion';
import type { FrozenList } from '../../../checks/identity/frozen';
import { identitiesOf } from '../../../checks/identity/identity';
import { listWithout } from '../../../checks/identity/retired-list';
import { retirement, targetOf, type Retirement } from '../../../checks/identity/retirement';
import { stepsOf } from '../../../checks/identity/retirement-steps';
import { keyOf, type Manifests } from '../../../checks/manifest';
import { parseObjects } from '../../../checks/read-manifests';
import type { Changes } from '../../altered';
import { environmentWith, secondWorkload } from '../../environment-with';

const world = (changes: Changes, environment = 'dev'): Manifests => ({
  environment,
  objects: synthesize(environmentWith(changes)).flatMap(({ name, yaml }) => parseObjects(yaml, name)),
});
const frozenOf = (...worlds: readonly Manifests[]): FrozenList =>
  Object.fromEntries(worlds.map((one) => [one.environment, Object.fromEntries([...identitiesOf(one)].map(([key, { identity }]) => [key, identity]))]));

const one = world({});
const two = world(secondWorkload);

function retire(what: string, before: readonly Manifests[], after: readonly Manifests[], dataToo = false): Retirement {
  const frozen = frozenOf(...before);
  return retirement(targetOf(what, frozen), { frozen, before, after }, { dataToo });
}

const names = (plan: Retirement, environment = 'dev'): readonly string[] => (plan.deletions[environment] ?? []).map(keyOf);

test.each(['orders', 'dev/orders', 'dev/Deployment/lyo-orders/orders'])(
  'a workload is retired by the name %s with all objects of its own, and no others',
  (what) => {
    const plan = retire(what, [two], [one]);
    expect(plan.refused).toEqual([]);
    expect(plan.keys).toContain('dev/Deployment/lyo-orders/orders');
    expect(names(plan)).toEqual(
      expect.arrayContaining([
        'Deployment/lyo-orders/orders',
        'HorizontalPodAutoscaler/lyo-orders/orders',
        'HTTPRoute/lyo-orders/orders',
        'Namespace/lyo-orders',
      ]),
    );
    const left = new Set(one.objects.map(keyOf));
    expect(names(plan).filter((key) => left.has(key))).toEqual([]);
    // only ConfigMaps with a successor are not deleted
    const gone = two.objects.map(keyOf).filter((key) => !left.has(key) && !names(plan).includes(key));
    expect(gone.filter((key) => !/^ConfigMap\/.*-[0-9a-f]{10}$/.test(key))).toEqual([]);
    expect(listWithout(frozenOf(two), plan, [one])).toEqual(frozenOf(one));
  },
);

test('one environment may lose a workload while the other keeps it', () => {
  const other = { ...two, environment: 'prod' };
  const plan = retire('dev/orders', [two, other], [one, other]);
  expect(plan.refused).toEqual([]);
  expect(Object.keys(plan.deletions)).toEqual(['dev']);
  expect(listWithout(frozenOf(two, other), plan, [one, other])).toEqual(frozenOf(one, other));
  expect(retire('orders', [two, other], [one, other]).refused).toEqual([
    expect.stringContaining('the configuration still has prod/Deployment/lyo-orders/orders: take it out of config/prod.ts'),
  ]);
});

test('an environment is removed from the list, and its cluster is destroyed with the infrastructure', () => {
  const other = { ...two, environment: 'staging' };
  const plan = retire('staging', [one, other], [one], true);
  expect(plan).toMatchObject({ refused: [], environments: ['staging'] });
  expect(listWithout(frozenOf(one, other), plan, [one])).toEqual(frozenOf(one));
  const steps = stepsOf('staging', plan, { write: false, 'delete-data': true }).join('\n');
  expect(steps).toContain('pulumi destroy --stack staging');
  expect(steps).not.toContain('kubectl delete');
});

test('a component with volumes is retired only with --delete-data: its claims are named, and deleted after their pods', () => {
  const without = { ...one, objects: one.objects.filter(({ name }) => name !== 'alertmanager') };
  const refused = retire('alertmanager', [one], [without]);
  expect(refused.refused).toEqual([expect.stringMatching(/^the data of dev: lyo-observability\/data-alertmanager-0 loses its owner: .*--delete-data$/)]);
  const plan = retire('alertmanager', [one], [without], true);
  expect(plan.refused).toEqual([]);
  const order = names(plan);
  expect(order.indexOf('PersistentVolumeClaim/lyo-observability/data-alertmanager-0')).toBeGreaterThan(
    order.indexOf('StatefulSet/lyo-observability/alertmanager'),
  );
});

test('another missing object is refused, not retired along', () => {
  const missing = { ...one, objects: one.objects.filter(({ kind, name }) => !(kind === 'Deployment' && name === 'grafana')) };
  expect(retire('orders', [two], [missing]).refused).toEqual([
    'dev/Deployment/lyo-observability/grafana is gone from the configuration too: restore it, or retire it first',
  ]);
});

test('a workload that another one still calls is not retired', () => {
  const caller = world({ 'workloads[0].env': { ORDERS: 'http://orders.lyo-orders.svc' } });
  expect(retire('orders', [two], [caller]).refused).toEqual(['dev/Deployment/lyo-backend/backend still calls it: its requests would fail']);
});

test.each(['ordrs', 'dev/ordrs', 'test/orders', ''])('a name that the list does not have is refused: %s', (what) => {
  expect(() => targetOf(what, frozenOf(one))).toThrow(`received ${what}`);
});

test('the order of deletion is always: routes, autoscalers, pods, volumes, accounts, and namespaces last', () => {
  const kinds = ['HTTPRoute', 'HorizontalPodAutoscaler', 'StatefulSet', 'PersistentVolumeClaim', 'ServiceAccount', 'Namespace'];
  fc.assert(
    fc.property(fc.shuffledSubarray([...kinds, 'ConfigMap', 'Deployment', 'Ingress', 'RoleBinding'], { minLength: 2 }), (some) => {
      const sorted = inOrderOfDeletion(some.map((kind) => ({ kind }))).map(({ kind }) => kind);
      const known = sorted.filter((kind) => kinds.includes(kind));
      expect(known).toEqual([...known].sort((a, b) => kinds.indexOf(a) - kinds.indexOf(b)));
      expect([...sorted].sort()).toEqual([...some].sort());
    }),
  );
});
