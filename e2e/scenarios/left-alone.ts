import { join } from 'node:path';
import { applyShop, deliveryCommand, expectEnd } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import { watched } from '../delivery/watched';
import type { Cluster } from '../cluster/cluster';
import { supportResize } from '../cluster/resizable';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

/** Values that autoscalers and the optimizer have set, each with its field manager and kind of write. */
export const scenario: Scenario = {
  name: 'left-alone',
  title: 'twelve pods of an autoscaler, pods that were resized in place and an optimizer’s ConfigMap are no drift, and no apply touches them',
  tags: ['full'],
  timeout: '480s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const { manifests } = shop;
    const apply = (): ReturnType<typeof applyShop> => applyShop(cluster, { manifests, args: ['--wait', 'rollouts'] });
    const drift = (): ReturnType<typeof deliveryCommand> => deliveryCommand('drift', cluster, { manifests });
    const replicas = (): Promise<string> => cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, '--output=jsonpath={.spec.replicas}']);

    shop.commit({ scaledFrom: 12 });
    expectEnd(await apply(), 0);
    await eventually('the autoscaler has set twelve', replicas, { until: (count) => count === '12', timeout: '60s' });
    shop.commit({ scaledFrom: 2 });
    expectEnd(await apply(), 0);
    const resized = await resize(cluster);
    await cluster.apply(
      [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web-tunables', namespace: shopNamespace }, data: { 'tunables.json': '{"workers":3}' } }],
      'lyo-platform-optimizer',
    );
    context.report(`12 pods, ${resized.length} of them resized in place, and a ConfigMap of the optimizer`);

    const watch = watched(replicas);
    const before = await owned(cluster);
    expectEnd(await drift(), 0, /nothing differs/);
    shop.commit({ scaledFrom: 2, more: 3 });
    expectEnd(await apply(), 0, /3 new, 0 changed, 0 to be deleted/);
    if ((await owned(cluster)) !== before) throw new Error(`an apply must leave pods and what others own alone: ${before} became ${await owned(cluster)}`);
    context.report('an apply of something else: no pod replaced, each resource as it was set');

    shop.commit({ scaledFrom: 2, version: 2 });
    expectEnd(await apply(), 0, /Deployment shop\/web: rolled out, 12 of 12 new/);
    expectEnd(await drift(), 0, /nothing differs/);
    const seen = await watch.stop();
    if ([...seen].join() !== '12') throw new Error(`there must have been 12 replicas all the time, received ${[...seen].join()}`);
    const tunables = await cluster.kubectl(['get', 'configmap', 'web-tunables', '-n', shopNamespace, '--output=jsonpath={.data.tunables\\.json}']);
    if (tunables !== '{"workers":3}') throw new Error(`the optimizer's ConfigMap must stay, received ${tunables}`);
    context.report('a release: 12 replicas at every look, the ConfigMap as it was');
  },
};

/** As the VPA's updater does. @returns names of the pods */
async function resize(cluster: Cluster): Promise<readonly string[]> {
  const pods = (await cluster.list('pods', { namespace: shopNamespace, selector: 'app=web' })).slice(0, 3).map(({ metadata }) => metadata.name);
  const patch = { spec: { containers: [{ name: 'web', resources: { requests: { cpu: '20m' } } }] } };
  for (const pod of pods) {
    await supportResize(cluster, { namespace: shopNamespace, name: pod });
    await cluster.kubectl([
      ...['patch', 'pod', pod, '-n', shopNamespace, '--subresource=resize', '--type=strategic', '--field-manager=vpa-updater'],
      `--patch=${JSON.stringify(patch)}`,
    ]);
  }
  return pods;
}

/** Pods with their requests, and the optimizer's ConfigMap. */
async function owned(cluster: Cluster): Promise<string> {
  const pods = '{range .items[*]}{.metadata.uid} {.spec.containers[0].resources.requests.cpu}{"\\n"}{end}';
  const told = await cluster.kubectl(['get', 'pods', '-n', shopNamespace, '--selector=app=web', `--output=jsonpath=${pods}`]);
  return told + (await cluster.kubectl(['get', 'configmap', 'web-tunables', '-n', shopNamespace, '--output=jsonpath={.metadata.resourceVersion}']));
}
