/** Somebody who does not know the fields adds a second service: all missing fields must be reported at once. */
import { isWebSource, leftOutFields } from '../../config/left-out-fields';
import { validate, type Validation } from '../../config/validate';
import { dev } from '../fixtures/dev';
import sizes from '../fixtures/sizing/dev.json';
import { webWorkloads } from '../../config/workload';

const backend = dev.workloads.find(isWebSource);
if (backend === undefined) throw new Error('the fixture must have a workload');
const policy = {
  minReplicas: 2,
  maxReplicas: 10,
  signals: { cpu: { utilization: 70 } },
  failsafe: backend.scaling.failsafe,
  behavior: backend.scaling.behavior,
};
const least = { name: 'orders', namespace: backend.namespace, image: backend.image, port: 8000, instrumentation: 'none', scaling: policy };

const withSecond = (workload: unknown, sizing: unknown = sizes.backend): Validation =>
  validate({ ...dev, workloads: [...dev.workloads, workload], sizing: sizing === 'left out' ? sizes : { ...sizes, orders: sizing } });
const told = (result: Validation): readonly string[] => (result.ok ? [] : result.problems.map(({ path }) => path.replace('dev.', '')));

test('fields that a workload leaves out have defaults, and its caps are the maximum', () => {
  const result = withSecond(least);
  expect(told(result)).toEqual([]);
  const second = result.ok ? webWorkloads(result.environment)[1] : undefined;
  expect(second).toMatchObject(leftOutFields);
  expect(second?.scaling.signals.cpu).toEqual({ utilization: 70, cap: 10 });
});

test('its own fields stay, and their faults are reported', () => {
  const own = { env: { A: 'b' }, egress: [{ cidr: '10.0.0.0/24', port: 5432 }], shutdown: { drain: '45s', grace: '70s' } };
  const result = withSecond({ ...least, ...own });
  expect(result.ok ? webWorkloads(result.environment)[1] : result.problems).toMatchObject(own);
  expect(told(withSecond({ ...least, env: 7, egress: {}, shutdown: { drain: '80s' } }))).toEqual([
    'workloads[1].env',
    'workloads[1].egress',
    'workloads[1].shutdown.grace',
  ]);
});

test('a workload with only a name gets all required fields at once, each with an example, and its sizing', () => {
  const result = withSecond({ name: 'orders' }, 'left out');
  expect(told(result)).toEqual([...['namespace', 'image', 'instrumentation', 'port', 'scaling'].map((field) => `workloads[1].${field}`), 'sizing.orders']);
  for (const { rule } of result.ok ? [] : result.problems) expect(rule).toMatch(/, for example |; to begin with, in config\/sizing\/dev\.json: "orders": \{/);
});

test.each(Object.keys(least).filter((field) => field !== 'name'))('without %s, only this field and the sizing are reported', (field) => {
  const result = withSecond(Object.fromEntries(Object.entries(least).filter(([name]) => name !== field)), 'left out');
  expect(told(result)).toEqual([`workloads[1].${field}`, 'sizing.orders']);
});
