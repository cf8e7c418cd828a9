/** The page of a workload must agree with manifests and plan. */
import { parseObjects } from '../../../checks/read-manifests';
import { synthesize } from '../../../charts/synthesis';
import type { Environment } from '../../../config/environment';
import { explained } from '../../../delivery/explain/explain-command';
import { environmentWith } from '../../environment-with';
import { devOfEveryKind } from '../../fixtures/every-kind';

const tried = (environment: Environment, names: readonly string[], env?: string): ReturnType<typeof explained> => {
  const objects = synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  return explained({ environments: [environment], manifestsOf: () => ({ environment: environment.name, objects }) }, names, env);
};
const page = (environment: Environment, name: string): string => tried(environment, [name]).stdout;
const section = (text: string, title: string): readonly string[] => {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  ${title} `));
  const end = lines.findIndex((line, index) => index > start && /^ {2}\S/.test(line));
  return lines.slice(start, end < 0 ? undefined : end).map((line) => line.slice(21));
};

const everyKind = devOfEveryKind({
  fulfilment: {
    egress: [
      { host: 'api.stripe.com', port: 443 },
      { cidr: '203.0.113.0/24', port: 9418 },
    ],
    access: [{ role: 'roles/pubsub.subscriber', resource: { kind: 'subscription', name: 'orders' } }],
  },
});

test.each(everyKind.workloads.map(({ name }) => name))('every kind of workload has a page: %s', (name) => {
  const text = page(everyKind, name);
  expect(text).toContain(`lyo-backend/${name}: a`);
  expect(section(text, 'objects').join('\n')).toContain(` ${name}`);
  expect(text).not.toMatch(/undefined|NaN|\[object/);
});

test('only the page of a web service says how long a request, a stream or an upload may take', () => {
  const environment = environmentWith({ 'workloads[0].shutdown': { drain: '40s', grace: '640s' } });
  expect(section(page(environment, 'backend'), 'limits').join('\n')).toContain('a request may take 600 s, a stream, a WebSocket or an upload too');
  expect(page(everyKind, 'fulfilment')).not.toContain('a request may take');
});

test('the page of a worker names the metric of its forecast', () => {
  expect(section(page(everyKind, 'fulfilment'), 'scale')).toContain('for forecast of orders_waiting → 3');
});

test('it lists all that the policies allow it to reach, by address and by host name, and Google if it has a role there', () => {
  const reached = section(page(everyKind, 'fulfilment'), 'may reach').join('\n');
  for (const what of ['api.stripe.com, port 443', '203.0.113.0/24, port 9418', 'where pods get tokens', 'otel-gateway of lyo-observability'])
    expect(reached).toContain(what);
  expect(section(page(everyKind, 'fulfilment'), 'at Google')).toEqual(['roles/pubsub.subscriber at subscription orders']);
  expect(section(page(everyKind, 'migrate'), 'may reach').join('\n')).not.toContain('tokens');
});

test('each secret is listed with all its readers, and a file from Google is not readable by others in the namespace', () => {
  const secrets = section(page(everyKind, 'fulfilment'), 'secrets');
  const after = (start: string): string => secrets[secrets.findIndex((line) => line.startsWith(start)) + 1] ?? '';
  const readers = 'lyo-backend/migrate, lyo-backend/nightly-report, lyo-backend/fulfilment';
  expect(after('DATABASE_PASSWORD')).toBe(`  read by pods of ${readers}, and others in the namespace`);
  expect(after('MAIL_KEY')).toBe(`  read by pods of ${readers}, and others in the namespace, and administrators of the project`);
  expect(after('SIGNING_KEY')).toBe(`  read by pods of ${readers}, and administrators of the project`);
});

test('a workload does not get objects of another one whose name begins with its name', () => {
  const [workload] = environmentWith().workloads;
  const environment = environmentWith({
    'workloads[1]': { ...workload, name: 'backend-report', path: undefined },
    'sizing.backend-report': environmentWith().sizing['backend'],
    'nodePool.maxNodes': 40,
    'sizing.prometheus.storage': '40960Mi',
  });
  const objects = section(page(environment, 'backend'), 'objects').join('\n');
  expect(objects).toContain('Deployment backend ');
  expect(objects).not.toContain('backend-report');
  expect(section(page(environment, 'backend-report'), 'objects').join('\n')).toContain('Deployment backend-report ');
});

test('a web service without a path is reached from its own namespace alone', () => {
  const callers = section(page(environmentWith({ 'workloads[0].path': undefined }), 'backend'), 'may be reached by');
  expect(callers).toEqual(['every pod of lyo-backend, port http']);
});

test('connections to a database are shown beside the sum of all workloads', () => {
  const environment = environmentWith({
    databases: { orders: { kind: 'postgresql', network: { cidr: '10.20.0.0/24', port: 5432 }, connections: { most: 2000, reserved: 13 } } },
    'workloads[0].uses': { orders: { pool: 5 } },
  });
  expect(section(page(environment, 'backend'), 'databases')).toEqual([
    'orders: 80 pods × 5 = 400 connections, of 413 that all may hold and 2000 that it takes',
  ]);
});

test.each([
  [['nobody'], undefined, 'the workload must be one of backend, migrate, nightly-report, fulfilment, received nobody\n'],
  [['backend', 'migrate'], undefined, 'explain takes one workload, received backend, migrate\n'],
  [['backend'], 'prod', '--env must be one of dev, received prod\n'],
])('%j of environment %s is refused', (names, env, stderr) => {
  expect(tried(everyKind, names, env)).toEqual({ status: 1, stdout: '', stderr });
});

test('without a name it lists the workloads and their kinds', () => {
  expect(tried(everyKind, []).stdout.split('\n')).toEqual([
    'dev  backend  web',
    'dev  migrate  release',
    'dev  nightly-report  scheduled',
    'dev  fulfilment  worker',
    '',
  ]);
});
