import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { applyShop, expectEnd } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import type { Cluster } from '../cluster/cluster';
import { applyManifests, installKinds } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const root = join(__dirname, '..', '..');
const account = { namespace: 'default', name: 'preview' };
const user = `system:serviceaccount:${account.namespace}:${account.name}`;
const web = `--namespace=${shopNamespace}`;
const refusal = 'this identity may try, and change nothing';
/** A refusal by the policy, or by RBAC. */
const isRefused = new RegExp(`${refusal}|forbidden`, 'i');

/** Writes that would change something or grant a right. */
const writes: readonly (readonly string[])[] = [
  ['set', 'image', 'deployment/web', 'web=web:9', web],
  ['scale', 'deployment', 'web', '--replicas=9', web],
  ['annotate', 'service', 'web', 'a=b', web],
  ['create', 'configmap', 'mine', '--from-literal=a=b', web],
  ['create', 'namespace', 'mine'],
  ['delete', 'configmap', 'web-settings', web, '--wait=false'],
  ['delete', 'namespace', 'attic', '--wait=false'],
  [
    'patch',
    'clusterrole',
    'lyo-platform-preview',
    '--type=json',
    '--patch=[{"op":"add","path":"/rules/-","value":{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}}]',
  ],
  ['create', 'clusterrolebinding', 'mine', '--clusterrole=cluster-admin', `--user=${user}`],
  ['delete', 'validatingadmissionpolicybinding', 'lyo-platform-preview', '--wait=false'],
  ['patch', 'validatingadmissionpolicy', 'lyo-platform-preview', '--type=merge', '--patch={"spec":{"validations":[{"expression":"true"}]}}'],
  ['create', 'token', account.name],
  ['get', 'secrets', web],
  ['create', 'secret', 'generic', 'mine', web],
];

export const scenario: Scenario = {
  name: 'preview-identity',
  title: 'an identity whose writes are let in as dry runs alone previews an apply, and can neither change anything nor give itself a right to',
  tags: ['full'],
  timeout: '600s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster({ nodes: { count: 3, cpu: '32', memory: '128Gi' } });
    await installKinds(cluster);
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const { manifests } = shop;
    shop.commit({});
    expectEnd(await applyShop(cluster, { manifests, args: ['--wait', 'rollouts'] }), 0);
    const dev = Manifests.of(shipped('dev'));
    await applyManifests(cluster, dev);

    await cluster.kubectl(['create', 'serviceaccount', account.name]);
    await cluster.apply(identityFor(withMore(dev.write(join(context.folder, 'all'), 'dev'), join(manifests, 'dev'))));
    const kubeconfig = await cluster.kubeconfigFor(account);
    await eventually('the policy refuses', () => Promise.resolve(kubectl(kubeconfig, ['create', 'namespace', 'mine'])), {
      until: (said) => said.includes(refusal),
      timeout: '60s',
    });
    const shippedFiles = dev.write(join(context.folder, 'shipped'), 'dev');
    const trial = ['apply', '--server-side', '--dry-run=server', '--field-manager=lyo-platform', `--filename=${join(shippedFiles, 'dev')}`];
    const tried = kubectl(kubeconfig, trial);
    const lines = tried.trim().split('\n');
    const accepted = lines.filter((line) => line.endsWith('serverside-applied (server dry run)')).length;
    if (accepted < 90 || /rror/.test(tried)) throw new Error(`the shipped dev must be tried whole, received ${tried}`);
    context.report(`the shipped dev: ${accepted} objects tried`);

    shop.commit({ version: 2, more: 1 });
    expectEnd(await applyShop(cluster, { manifests, kubeconfig, args: ['--dry-run'] }), 0, /\+ ConfigMap\/shop\/more-0/, /~ Deployment.apps\/shop\/web/);
    context.report('a change: previewed by npm run apply -- --dry-run, object by object');
    const before = await state(cluster);
    expectEnd(await applyShop(cluster, { manifests, kubeconfig }), 1, isRefused);
    for (const args of writes) {
      const said = kubectl(kubeconfig, args);
      if (!isRefused.test(said)) throw new Error(`kubectl ${args.join(' ')} must be refused, received ${said}`);
    }
    const after = await state(cluster);
    if (after !== before) throw new Error(`nothing may change, received ${after} where there was ${before}`);
    context.report(`an apply and ${writes.length} kinds of write and of reading secrets: refused, and nothing changed`);
  },
};

/** A folder of manifests with those of the shop among the environment dev's. */
function withMore(folder: string, more: string): string {
  for (const name of readdirSync(more)) copyFileSync(join(more, name), join(folder, 'dev', `shop-${name}`));
  return folder;
}

function identityFor(manifests: string): string {
  const args = ['--import', 'tsx', 'delivery/preview-identity.ts', '--env', 'dev', '--user', user, '--manifests', manifests];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const stored = z.object({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      metadata: z.looseObject({ uid: z.string(), name: z.string(), generation: z.int().optional(), deletionTimestamp: z.string().optional() }),
      spec: z.unknown().optional(),
      data: z.unknown().optional(),
      rules: z.unknown().optional(),
    }),
  ),
});

/** State of the cluster without fields that controllers write. */
async function state(cluster: Cluster): Promise<string> {
  const kinds = 'namespaces,deployments,services,clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings';
  const items = await Promise.all(
    [kinds, `configmaps --namespace=${shopNamespace}`].map(async (what) => {
      const told = await cluster.kubectl(['get', ...what.split(' '), ...(what === kinds ? ['--all-namespaces'] : []), '--output=json']);
      return stored.parse(JSON.parse(told)).items;
    }),
  );
  const lines = items.flat().map(({ kind, metadata: { uid, name, deletionTimestamp, annotations }, spec, data, rules }) => {
    const own = kind === 'Service' ? annotations : undefined;
    return JSON.stringify({ kind, name, uid, deletionTimestamp, own, spec, data, rules });
  });
  return lines.sort().join('\n');
}

function kubectl(kubeconfig: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(binaryOf('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], { encoding: 'utf8' });
  return stdout + stderr;
}
