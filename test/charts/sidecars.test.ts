/** Containers beside an application: configured sidecars, and proxies for its databases. */
import { devOfEveryKind } from '../fixtures/every-kind';
import { devWithDatabases } from '../fixtures/databases';
import { everySidecar } from '../fixtures/sidecars';
import { explanation } from '../../delivery/explain/explanation';
import { valueAt } from '../../config/record';
import { quotaOf } from '../../charts/quota';
import type { Environment } from '../../config/environment';
import { objectsOf } from '../kubernetes-object';

type Fields = Readonly<Record<string, unknown>>;

function podOf(environment: Environment, kind: string, name: string): Fields {
  const found = objectsOf(environment).find((one) => one.kind === kind && valueAt(one, 'metadata.name') === name);
  const template = kind === 'CronJob' ? 'spec.jobTemplate.spec.template.spec' : 'spec.template.spec';
  return valueAt(found, template) as Fields;
}

const kinds = [
  ['Deployment', 'backend'],
  ['Deployment', 'fulfilment'],
  ['CronJob', 'nightly-report'],
] as const;

describe('a workload with sidecars', () => {
  const names = ['backend', 'fulfilment', 'nightly-report', 'migrate'];
  const environment = devOfEveryKind(Object.fromEntries(names.map((name) => [name, { sidecars: everySidecar }])));

  test.each(kinds)('of kind %s has them as init containers that keep running, each with a probe', (kind, name) => {
    const containers = (podOf(environment, kind, name)['initContainers'] as readonly Fields[]).filter((one) => one['restartPolicy'] === 'Always');
    expect(containers.map((one) => one['name'])).toEqual(['cache', 'search', 'watcher']);
    expect(containers.map((one) => Object.keys(one['startupProbe'] as Fields).find((key) => /httpGet|tcpSocket|exec/.test(key)))).toEqual([
      'tcpSocket',
      'httpGet',
      'exec',
    ]);
    expect(valueAt(containers[1], 'startupProbe.httpGet.path')).toBe('/startup');
    expect(valueAt(containers[1], 'livenessProbe.httpGet.path')).toBe('/liveness');
    expect(containers[0]).toMatchObject({ command: ['local-cache'], args: ['--small'], env: [{ name: 'LEVEL', value: 'info' }] });
    for (const one of containers) {
      expect(valueAt(one, 'securityContext.readOnlyRootFilesystem')).toBe(true);
      expect(valueAt(one, 'resources.requests')).toEqual({ cpu: '20m', memory: '32Mi', 'ephemeral-storage': '32Mi' });
    }
  });

  test('counts them in the quota of its namespace, and keeps their requests', () => {
    const without = quotaOf(devOfEveryKind(), 'lyo-backend');
    const pods = without.pods;
    expect(quotaOf(environment, 'lyo-backend')['requests.cpu']).toBe(`${parseInt(without['requests.cpu']) + pods * 3 * 20}m`);
    expect(quotaOf(environment, 'lyo-backend')['limits.memory']).toBe(`${parseInt(without['limits.memory']) + pods * 3 * 128}Mi`);
    const vertical = objectsOf(environment).find((one) => one.kind === 'VerticalPodAutoscaler' && valueAt(one, 'metadata.name') === 'backend');
    expect(valueAt(vertical, 'spec.resourcePolicy.containerPolicies[1]')).toEqual({ containerName: 'cache', mode: 'Off' });
  });
});

test('has a page that names them', () => {
  const environment = devOfEveryKind({ backend: { sidecars: everySidecar } });
  const workload = environment.workloads[0];
  if (workload === undefined) throw new Error('an environment must have a workload, received none');
  expect(explanation(environment, { environment: 'dev', objects: [] }, workload)).toMatch(/beside it, started before and stopped after: search \(/);
});

describe('a workload that uses databases of Google', () => {
  const pod = podOf(devWithDatabases, 'Deployment', 'backend');
  const application = (pod['containers'] as readonly Fields[])[0];

  test('finds them by environment variables that follow from their configuration', () => {
    const env = Object.fromEntries((application?.['env'] as readonly { name: string; value?: string }[]).map(({ name, value }) => [name, value]));
    expect(env).toMatchObject({
      SHOP_HOST: '127.0.0.1',
      SHOP_PORT: '5432',
      SHOP_NAME: 'shop',
      SHOP_USER: 'database-shop@lyo-platform-dev.iam',
      CACHE_HOST: '10.10.16.4',
      CACHE_READER_HOST: '10.10.16.5',
      CACHE_PORT: '6379',
    });
  });

  test('has Google’s proxy beside it, which signs in by itself and is probed', () => {
    const proxy = (pod['initContainers'] as readonly Fields[]).find(({ name }) => name === 'proxy-shop');
    expect(proxy).toMatchObject({ restartPolicy: 'Always', image: expect.stringContaining('cloud-sql-proxy') });
    expect(proxy?.['args']).toEqual(expect.arrayContaining(['--psc', '--auto-iam-authn', 'lyo-platform-dev:europe-west1:shop']));
    expect(valueAt(proxy, 'startupProbe.httpGet')).toEqual({ path: '/startup', port: 9801 });
  });

  test('may reach the database through the proxy, the cache and Google’s APIs, and no port of PostgreSQL', () => {
    const policy = objectsOf(devWithDatabases).find((one) => one.kind === 'NetworkPolicy' && valueAt(one, 'metadata.name') === 'backend');
    const open = (valueAt(policy, 'spec.egress') as readonly Fields[]).map(
      (rule) => `${String(valueAt(rule, 'to[0].ipBlock.cidr'))} ${String(valueAt(rule, 'ports[0].port'))}`,
    );
    expect(open).toEqual(expect.arrayContaining(['10.10.16.2/32 3307', '10.10.16.4/31 6379', '199.36.153.8/30 443']));
    expect(open.filter((text) => text.endsWith(' 5432'))).toEqual([]);
  });
});
