import { join } from 'node:path';
import { applyShop, deliveryCommand, expectEnd, recordOf } from '../delivery/apply-process';
import { ShopRepository, shopNamespace, type Shop } from '../delivery/shop';
import { watched } from '../delivery/watched';
import type { Cluster } from '../cluster/cluster';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** Typical changes and mistakes of a team with its manifests. */
export const scenario: Scenario = {
  name: 'safe-apply',
  title: 'an apply refuses everything at once before it changes anything, deletes after what replaces it runs, and goes back when that does not run',
  tags: ['full'],
  timeout: '900s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const apply = (...args: readonly string[]) => applyShop(cluster, { manifests: shop.manifests, args });

    shop.commit({});
    expectEnd(await apply('--dry-run'), 0, /11 new, 0 changed, 0 to be deleted/);
    if ((await names(cluster, 'namespaces')).includes(shopNamespace)) throw new Error('a dry run must make nothing');
    const first = expectEnd(await apply(), 0, /11 new, 0 changed, 0 to be deleted/, /Deployment shop\/web: rolled out/, /runs, of commit/);
    context.report(`empty: ${first.trim().split('\n').at(-1) ?? ''}`);
    expectEnd(await apply(), 0, /0 new, 0 changed, 0 to be deleted/);
    context.report('again: nothing changes');
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(first) ?? [];
    expectEnd(await apply('--digest', digest), 0);
    expectEnd(await apply('--digest', `sha256:${'0'.repeat(64)}`), 1, /--digest must be that of the manifests of dev, sha256:/);
    context.report('another digest than the one asked for: refused');

    await oneImage(context, cluster, shop);
    await refusedAtOnce(context, cluster, shop);
    await renamed(context, cluster, shop);

    shop.commit({ without: ['worker'] });
    const pruned = expectEnd(await apply(), 0, /0 new, 0 changed, 3 to be deleted/);
    if (!/everything that was to run runs[^]*Deployment.apps\/shop\/worker: deleted/.test(pruned))
      throw new Error(`pruning must follow the gate, received ${pruned}`);
    if ((await recordOf(cluster)).keys.length !== 8) throw new Error(`the record must have 8 keys, received ${JSON.stringify(await recordOf(cluster))}`);
    context.report('a part removed: three objects deleted after everything else ran');

    await protectedKinds(context, cluster, shop);
    await anotherMadeIt(context, cluster, shop);
    await goesBack(context, cluster, shop);
  },
};

async function oneImage(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const before = (await versions(cluster)).split('\n');
  shop.commit({ image: 2 });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0, /0 new, 1 changed, 0 to be deleted/, /Deployment shop\/web: rolled out/);
  const changed = (await versions(cluster)).split('\n').filter((line) => !before.includes(line));
  if (changed.length !== 1 || changed[0]?.startsWith('Deployment/web ') !== true) throw new Error(`one Deployment must change, received ${changed.join(', ')}`);
  context.report('one image: one Deployment changes, and nothing else');
  shop.commit({});
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
}

/** Changes the pod label of a Deployment, which is refused, then follows the error's advice: a new object besides the old one. */
async function renamed(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const { manifests } = shop;
  const before = await versions(cluster);
  shop.commit({ label: 'storefront' });
  expectEnd(
    await deliveryCommand('review', cluster, { manifests, args: ['--base', 'HEAD~1', '--head', 'HEAD'] }),
    4,
    /\*\*replaced\*\* \| Deployment shop\/web/,
    /Deployment `shop\/web`: the selector is immutable; the API server refuses it: create a new object under another name/,
  );
  const refused = await applyShop(cluster, { manifests });
  expectEnd(refused, 1, /nothing was changed: 1 thing prevents it/, /Deployment.apps\/shop\/web: [^]*immutable[^]*create a new object under another name/);
  if ((await versions(cluster)) !== before) throw new Error('an apply that is refused must change nothing');
  context.report('another label of a Deployment’s pods: its review says replaced, the apply refuses it and names the safe way');

  shop.commit({ web: 'storefront' });
  const available = '{range .items[?(@.metadata.name!="worker")]}{.status.availableReplicas} {end}';
  const watch = watched(() => cluster.kubectl(['get', 'deployments', '--namespace', shopNamespace, `--output=jsonpath=${available}`]));
  const moved = expectEnd(await applyShop(cluster, { manifests }), 0, /3 new, 0 changed, 3 to be deleted/);
  const fewest = Math.min(...[...(await watch.stop())].map((text) => text.split(' ').reduce((sum, count) => sum + Number(count), 0)));
  if (!/everything that was to run runs[^]*Deployment.apps\/shop\/web: deleted/.test(moved)) throw new Error(`the old one must go last, received ${moved}`);
  if (fewest < 2) throw new Error(`two pods must be available at every look, received ${fewest}`);
  context.report(`the safe way: the new name runs before the old one goes, ${fewest} pods available at least`);
  shop.commit({});
  expectEnd(await applyShop(cluster, { manifests }), 0);
}

/** A manual edit, an immutable field and a warning about pods, all reported by one run. */
async function refusedAtOnce(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  await cluster.kubectl(['set', 'image', 'deployment/web', 'web=web:hand', '--namespace', shopNamespace, '--field-manager=night-shift']);
  const before = await versions(cluster);
  shop.commit({ version: 2, governing: 'other', root: true });
  const refused = await applyShop(cluster, { manifests: shop.manifests });
  expectEnd(
    refused,
    1,
    /nothing was changed: 2 things prevent it/,
    /Deployment.apps\/shop\/web: .*conflict with "night-shift"[^]*\.image/,
    /StatefulSet.apps\/shop\/db: [^]*updates to statefulset spec[^]*remove-or-rename/,
  );
  if ((await versions(cluster)) !== before) throw new Error('an apply that is refused must change nothing');
  context.report('a hand edit and an immutable field: both told by name, nothing changed');
  const told = /take the fields back: kubectl (.*) -f manifests\/dev\/web.yaml/.exec(refused.output)?.[1] ?? '';
  await cluster.kubectl([...told.split(' '), '-f', join(shop.manifests, 'dev', 'web.yaml')]);
  shop.commit({ version: 2, root: true });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests, args: ['--dry-run'] }), 0, /warning: would violate PodSecurity/);
  shop.commit({});
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
}

async function protectedKinds(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const keys = { db: 'StatefulSet.apps/shop/db', claim: 'PersistentVolumeClaim/shop/uploads', attic: 'Namespace/attic' } as const;
  const without: NonNullable<Shop['without']>[number][] = ['worker'];
  for (const [part, key] of Object.entries(keys) as [keyof typeof keys, string][]) {
    without.push(part);
    shop.commit({ without });
    const before = await versions(cluster);
    const { output } = await applyShop(cluster, { manifests: shop.manifests });
    if (!output.includes(`it is deleted only with --allow-delete ${key}`)) throw new Error(`${key} must be refused, received ${output}`);
    if ((await versions(cluster)) !== before) throw new Error('an apply that is refused must change nothing');
    expectEnd(await applyShop(cluster, { manifests: shop.manifests, args: ['--allow-delete', key] }), 0, new RegExp(`${key}: deleted`));
  }
  context.report(`${Object.values(keys).join(', ')}: refused, and deleted when named`);
  shop.commit({ without: ['worker', 'db', 'claim', 'attic'], more: 40 });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
  shop.commit({ without: ['worker', 'db', 'claim', 'attic'] });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 1, /deletes at most \d+ objects \(--prune-budget\), received 40/);
  expectEnd(await applyShop(cluster, { manifests: shop.manifests, args: ['--prune-budget', '40'] }), 0, /40 to be deleted/);
  context.report('40 objects gone at once: refused, and deleted within a budget that was named');
}

async function anotherMadeIt(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  await cluster.kubectl(['delete', 'configmap', 'web-settings', '--namespace', shopNamespace]);
  await cluster.kubectl(['create', 'configmap', 'web-settings', '--namespace', shopNamespace, '--from-literal=of=another']);
  shop.commit({ without: ['db', 'claim', 'attic', 'web'] });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0, /ConfigMap\/shop\/web-settings: left/, /Deployment.apps\/shop\/web: deleted/);
  context.report('a ConfigMap that somebody else made anew under the name of ours: left');
  await cluster.kubectl(['delete', 'configmap', 'web-settings', '--namespace', shopNamespace]);
}

/** Two failing releases: a new Deployment and a new image whose pods never get ready. */
async function goesBack(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const without = ['db', 'claim', 'attic', 'worker'] as const;
  const good = shop.commit({ without });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
  for (const bad of [
    { web: 'storefront', start: 3600 },
    { version: 2, start: 3600 },
  ]) {
    shop.commit({ without, ...bad });
    expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 5, /no progress for/, new RegExp(`went back to .*${good}`));
    const { phase, applied, keys } = await recordOf(cluster);
    if (phase !== 'went back' || applied?.commit !== good || keys.some((key) => key.includes('storefront')))
      throw new Error(`the record must say so, received ${phase} ${keys.join()}`);
    const deployments = await names(cluster, 'deployments', shopNamespace);
    const ready = await cluster.kubectl([
      'get',
      'deployment',
      'web',
      '--namespace',
      shopNamespace,
      '--output=jsonpath={.status.availableReplicas} {.spec.template.spec.containers[0].image}',
    ]);
    if (deployments.join() !== 'web' || ready !== '2 web:1') throw new Error(`the old pods must serve, received ${deployments.join()} ${ready}`);
    context.report(`${JSON.stringify(bad)}: went back, the old pods serve`);
  }
}

async function names(cluster: Cluster, kind: string, namespace?: string): Promise<readonly string[]> {
  return (await cluster.list(kind, namespace === undefined ? {} : { namespace })).map(({ metadata }) => metadata.name);
}

/** Objects that an apply may change, with their versions; without counters of controllers. */
async function versions(cluster: Cluster): Promise<string> {
  const kinds = 'deployments,statefulsets,services,configmaps,persistentvolumeclaims';
  const path = '{range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.generation} {.data}{"\\n"}{end}';
  return (await cluster.kubectl(['get', kinds, '--namespace', shopNamespace, `--output=jsonpath=${path}`])) + (await names(cluster, 'namespaces')).join();
}
