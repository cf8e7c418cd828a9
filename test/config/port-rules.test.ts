/** Faults in the ports of a pod, each refused with path, rule and value; valid ports are accepted. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { devDatabases } from '../fixtures/databases';
import { dev } from '../fixtures/dev';
import { everyKind, withEveryKind } from '../fixtures/every-kind';
import { everySidecar } from '../fixtures/sidecars';

const source = altered(dev, withEveryKind);
const at = (name: string): number => 1 + everyKind.findIndex((workload) => workload.name === name);
const [worker, report] = [`workloads[${at('fulfilment')}]`, `workloads[${at('nightly-report')}]`];
const web = 'workloads[0]';
const [sidecar] = everySidecar;

function problems(changes: Changes): readonly unknown[] {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems;
}

const proxied: Changes = { 'network.endpoints': '10.10.16.0/28', databases: { shop: devDatabases['shop'] }, 'nodePool.maxNodes': 20 };
const taken = (whose: string): string => `must be a port of its own in the pod, whose containers share one address: ${whose} has it`;
const label = 'must be the name of a port: at most 15 of lower case letters, digits and single "-", with a letter, such as "grpc"';
const callee = 'must be the name of a web service such as "orders", or of a further port such as "orders:grpc"';
const callees = (...names: readonly string[]): string =>
  `must be another web service of the environment, or a further port of another workload (${names.join(', ')})`;

type Row = readonly [fault: string, changes: Changes, path: string, rule: string, received: unknown];

const rows: readonly Row[] = [
  ['a further port that is the main one', { [`${web}.ports`]: { grpc: 8000 } }, `${web}.ports.grpc`, taken('port'), 8000],
  ['two further ports of one number', { [`${web}.ports`]: { grpc: 50_051, admin: 50_051 } }, `${web}.ports.admin`, taken('ports.grpc'), 50_051],
  [
    'a further port that a sidecar has',
    { [`${web}.ports`]: { grpc: 11_211 }, [`${web}.sidecars`]: [sidecar] },
    `${web}.sidecars[0].started.port`,
    taken('ports.grpc'),
    11_211,
  ],
  [
    'a main port that the proxy of a database has',
    { ...proxied, [`${web}.port`]: 9801, [`${web}.uses`]: { shop: { pool: 1 } } },
    `${web}.port`,
    taken('the sidecar proxy-shop, which `uses` brings'),
    9801,
  ],
  [
    'a further port at which the proxy of a database listens',
    { ...proxied, [`${worker}.ports`]: { metrics: 5432 }, [`${worker}.uses`]: { shop: { pool: 1 } } },
    `${worker}.ports.metrics`,
    taken('the sidecar proxy-shop, which `uses` brings'),
    5432,
  ],
  [
    'a port of a sidecar at which a proxy listens',
    { ...proxied, [`${report}.sidecars`]: [{ ...sidecar, started: { kind: 'port', port: 5432 } }], [`${report}.uses`]: { shop: { pool: 1 } } },
    `${report}.sidecars[0].started.port`,
    taken('the sidecar proxy-shop, which `uses` brings'),
    5432,
  ],
  [
    'a worker asked whether it lives at the port of a sidecar',
    { [`${worker}.live`]: { kind: 'port', port: 11_211 }, [`${worker}.sidecars`]: [sidecar] },
    `${worker}.live.port`,
    taken('sidecars[0]'),
    11_211,
  ],
  [
    'a further port of the name of the main one',
    { [`${web}.ports`]: { http: 8080 } },
    `${web}.ports.http`,
    'must have another name: http is the port at which a web service answers requests',
    8080,
  ],
  [
    'a port of a worker of the name of requests',
    { [`${worker}.ports`]: { metrics: 9000, http: 8080 } },
    `${worker}.ports.http`,
    'must have another name: http is the port at which a web service answers requests',
    8080,
  ],
  ["the Service's own port", { [`${web}.ports`]: { admin: 80 } }, `${web}.ports.admin`, 'must not be 80: there the Service answers for the main port', 80],
  [
    'a name that the port of a sidecar has',
    { [`${web}.ports`]: { cache: 9100 }, [`${web}.sidecars`]: [sidecar] },
    `${web}.ports.cache`,
    'must have another name: the port of the sidecar cache has it',
    9100,
  ],
  [
    'a name that the port of a proxy has',
    { ...proxied, [`${web}.ports`]: { 'proxy-shop': 9100 }, [`${web}.uses`]: { shop: { pool: 1 } } },
    `${web}.ports.proxy-shop`,
    'must have another name: the port of the sidecar proxy-shop has it',
    9100,
  ],
  [
    'a sidecar whose port would be the main one',
    { [`${web}.sidecars`]: [{ ...sidecar, name: 'http' }] },
    `${web}.sidecars[0].name`,
    'must not be http: its port would have the name of the main port',
    'http',
  ],
  ['a name of sixteen letters', { [`${web}.ports`]: { 'administrations-': 9100 } }, `${web}.ports.administrations-`, label, 'administrations-'],
  ['a name in capitals', { [`${worker}.ports`]: { metrics: 9000, GRPC: 9100 } }, `${worker}.ports.GRPC`, label, 'GRPC'],
  ['a name of digits alone', { [`${web}.ports`]: { '9100': 9100 } }, `${web}.ports.9100`, label, '9100'],
  ['a name with two hyphens beside each other', { [`${web}.ports`]: { 'a--b': 9100 } }, `${web}.ports.a--b`, label, 'a--b'],
  ['a port that there is not', { [`${web}.ports`]: { grpc: 70_000 } }, `${web}.ports.grpc`, 'must be at most 65535', 70_000],
  ['a port in words', { [`${web}.ports`]: { grpc: '50051' } }, `${web}.ports.grpc`, 'must be a number', '50051'],
  ['a port of a task', { [`${report}.ports`]: { metrics: 9100 } }, `${report}.ports`, 'is not a known option', { metrics: 9100 }],
  ['a call of a port that is none', { [`${report}.calls`]: ['backend:grpc'] }, `${report}.calls[0]`, callees('backend'), 'backend:grpc'],
  ['a call of a worker without a port', { [`${report}.calls`]: ['fulfilment'] }, `${report}.calls[0]`, callees('backend'), 'fulfilment'],
  ['a call of the port of metrics', { [`${report}.calls`]: ['fulfilment:metrics'] }, `${report}.calls[0]`, callees('backend'), 'fulfilment:metrics'],
  [
    'a call of its own further port',
    { [`${web}.ports`]: { grpc: 50_051 }, [`${web}.calls`]: ['backend:grpc'] },
    `${web}.calls[0]`,
    callees('there is none'),
    'backend:grpc',
  ],
  ['a call twice', { [`${worker}.calls`]: ['backend', 'backend'] }, `${worker}.calls[1]`, 'must be named once', 'backend'],
  ['a call by number', { [`${report}.calls`]: ['backend:8000'] }, `${report}.calls[0]`, callee, 'backend:8000'],
  ['a call of two ports', { [`${report}.calls`]: ['backend:grpc:admin'] }, `${report}.calls[0]`, callee, 'backend:grpc:admin'],
  ['a call by URL', { [`${report}.calls`]: ['http://backend'] }, `${report}.calls[0]`, callee, 'http://backend'],
];

test.each(rows)('%s is refused with path, rule and value', (...[, changes, path, rule, received]) => {
  expect(problems(changes)).toContainEqual({ path: `dev.${path}`, rule, received });
});

test('all faults together are reported together', () => {
  const together = {
    [`${web}.ports`]: { http: 8080, admin: 80, grpc: 8000 },
    [`${report}.calls`]: ['backend:nothing'],
    [`${worker}.ports`]: { metrics: 9000, UP: 9001 },
  };
  expect(problems(together)).toHaveLength(5);
});

test('accepted are further ports, a worker that is probed at one of them, and calls of a named port', () => {
  expect(
    problems({
      [`${web}.ports`]: { grpc: 50_051, metrics: 9100 },
      [`${worker}.ports`]: { metrics: 9000, control: 9001 },
      [`${worker}.live`]: { kind: 'port', port: 9001 },
      [`${worker}.calls`]: ['backend', 'backend:grpc'],
      [`${report}.calls`]: ['fulfilment:control'],
    }),
  ).toEqual([]);
});
