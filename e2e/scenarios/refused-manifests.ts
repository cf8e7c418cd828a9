import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster';
import { applyShop, deliveryCommand, expectEnd, recordOf } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

const settings = (name: string, value: string, namespace = shopNamespace): string =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { text: value } })}\n`;
const shop = (kind: string, rest: object, apiVersion = 'v1'): string =>
  `${JSON.stringify({ apiVersion, kind, metadata: { name: 'more', namespace: shopNamespace }, ...rest })}\n`;
const mebibyte = 1024 ** 2;

interface Bad {
  readonly what: string;
  /** Of a file among the manifests. */
  readonly text?: string | Buffer;
  /** Beside or in place of a file. */
  readonly spoils?: (folder: string) => void;
  readonly says: RegExp;
  /** What a review of it says, and ends with. @default - the same as the apply, with 1 */
  readonly reviewed?: readonly [code: number, says: RegExp];
}

const many = Array.from({ length: 12_000 }, (_, index) => ({
  apiGroups: ['example.com'],
  resources: [`resource-${index}-${'x'.repeat(100)}`],
  verbs: ['get'],
}));

const bad: readonly Bad[] = [
  {
    what: 'a kind that no definition brings',
    text: shop('Shop', { spec: {} }, 'example.com/v1'),
    says: /Shop\.example\.com\/shop\/more: .*no matches for kind "Shop" in version "example\.com\/v1"/,
    reviewed: [0, /added Shop/],
  },
  {
    what: 'a ConfigMap of one byte more than a mebibyte',
    text: settings('more', 'x'.repeat(mebibyte + 1)),
    says: /ConfigMap\/shop\/more: .*(Too long|at most 1048576 bytes)/,
    reviewed: [4, /its data must have at most 1048576 bytes, received 1048577/],
  },
  {
    what: 'a Role of more bytes than etcd takes, which a dry run lets pass',
    text: shop('Role', { rules: many }, 'rbac.authorization.k8s.io/v1'),
    says: /Role\.rbac\.authorization\.k8s\.io\/shop\/more: it must have at most 1572864 bytes, which etcd takes, received \d+/,
    reviewed: [4, /it must have at most 1572864 bytes, which etcd takes/],
  },
  {
    what: 'a field that no kind has',
    text: shop('ConfigMap', { dta: {} }),
    says: /ConfigMap\/shop\/more: .*\.dta: field not declared in schema/,
    reviewed: [0, /added ConfigMap/],
  },
  {
    what: 'an object of a namespace that is not there',
    text: settings('more', 'x', 'elsewhere'),
    says: /ConfigMap\/elsewhere\/more: its namespace must be in the cluster or in the manifests/,
    reviewed: [0, /added ConfigMap/],
  },
  {
    what: 'an object that states no namespace',
    text: `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' } })}\n`,
    says: /ConfigMap\/more: must state its namespace: without it, it would go to default/,
    reviewed: [0, /added ConfigMap/],
  },
  {
    what: 'a namespace of a kind that has none',
    text: shop('PriorityClass', { value: 1 }, 'scheduling.k8s.io/v1'),
    says: /PriorityClass\.scheduling\.k8s\.io\/shop\/more: must state no namespace/,
    reviewed: [0, /added PriorityClass/],
  },
  {
    what: 'the record of the apply itself',
    text: settings('applied', 'x', 'lyo-delivery'),
    says: /ConfigMap\/lyo-delivery\/applied: this is what an apply keeps for itself/,
    reviewed: [0, /added ConfigMap/],
  },
  {
    what: 'a key twice',
    text: `${settings('more', 'x').trim().slice(0, -1)},"data":{"text":"y"}}\n`,
    says: /more\.yaml.* must be YAML, received duplicated mapping key/,
  },
  {
    what: 'a file that is not UTF-8',
    text: Buffer.from(settings('more', 'caf\u00e9'), 'latin1'),
    says: /more\.yaml must be text in UTF-8, received other bytes in line 1/,
  },
  {
    what: 'an object twice, in two files',
    text: settings('web-settings', 'x'),
    says: /ConfigMap\/shop\/web-settings must be stated once, received it in \S+ and in \S+/,
  },
  {
    what: 'a link to a file elsewhere',
    spoils: (folder) => symlinkSync('/etc/hostname', join(folder, 'more.yaml')),
    says: /more\.yaml must be a file itself, received a link to \/etc\/hostname/,
  },
  {
    what: 'no manifests',
    spoils: (folder) => {
      for (const name of ['attic', 'claim', 'db', 'namespaces', 'web', 'worker']) rmSync(join(folder, `${name}.yaml`));
    },
    says: /manifests of dev must hold objects, received none/,
    reviewed: [3, /removed Namespace/],
  },
];

export const scenario: Scenario = {
  name: 'refused-manifests',
  title:
    'manifests that nobody meant are refused with their object or file before anything is changed, also where a dry run lets them pass, and a review says of those that can be read what will become of them',
  tags: ['full'],
  timeout: '600s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const repository = new ShopRepository(join(context.folder, 'shop'));
    const { manifests } = repository;
    const commit = repository.commit({});
    expectEnd(await applyShop(cluster, { manifests, args: ['--wait', 'rollouts'] }), 0);
    for (const { what, text, spoils, says, reviewed: [code, tells] = [1, says] } of bad) {
      repository.write({ version: 2 });
      const folder = join(manifests, 'dev');
      if (text !== undefined) writeFileSync(join(folder, 'more.yaml'), text);
      spoils?.(folder);
      const before = await stateOf(cluster);
      const output = expectEnd(await applyShop(cluster, { manifests }), 1, says);
      const after = await stateOf(cluster);
      if (after !== before) throw new Error(`${what}: nothing may change, received ${after} after ${before}: ${output}`);
      const review = await deliveryCommand('review', cluster, { manifests, args: ['--base', commit] });
      // the shop is none of this project's workloads, so that a change of it may break a check
      expectEnd(review, code === 0 && review.output.includes('a check breaks') ? 3 : code, tells);
      context.report(`${what}: ${firstProblem(output, says)}`);
    }
  },
};

/** The line of the output that says it. */
function firstProblem(output: string, says: RegExp): string {
  const line = output.split('\n').find((one) => says.test(one)) ?? output;
  return line.replace(/"[^"]*"\s*:\s*/, '').slice(0, 200);
}

/** The record, and the versions of everything in the shop. */
async function stateOf(cluster: Cluster): Promise<string> {
  const kinds = 'configmaps,deployments,statefulsets,services,persistentvolumeclaims,roles';
  const found = await cluster.kubectl([
    'get',
    kinds,
    '--namespace',
    shopNamespace,
    '--output=jsonpath={range .items[*]}{.kind}/{.metadata.name}:{.metadata.generation} {end}',
  ]);
  return `${JSON.stringify(await recordOf(cluster))} ${found}`;
}
