import { join } from 'node:path';
import { applyShop, deliveryCommand, expectEnd } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import { watched } from '../delivery/watched';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** A team comes from YAML files that somebody applied by hand, with seven pods that nobody wants to lose. */
export const scenario: Scenario = {
  name: 'adoption',
  title: 'objects of kubectl apply are taken over with their pods, of which there are never fewer, and an apply before that is refused',
  tags: ['full'],
  timeout: '600s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const old = new ShopRepository(join(context.folder, 'old'));
    old.write({ replicas: 7, note: 'by hand', more: 1 });
    await cluster.kubectl(['apply', '-f', join(old.manifests, 'dev', 'namespaces.yaml')]);
    await cluster.kubectl(['apply', '-f', join(old.manifests, 'dev')]);
    await cluster.kubectl(['rollout', 'status', 'deployment/web', '--namespace', shopNamespace, '--timeout=2m']);
    await cluster.kubectl(['set', 'env', 'deployment/web', 'DEBUG=1', '--namespace', shopNamespace, '--field-manager=night-shift']);
    shop.commit({ scaledFrom: 3 });

    const { manifests } = shop;
    const web = (path: string): Promise<string> => cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, `--output=jsonpath={${path}}`]);
    const watch = watched(() => web('.spec.replicas'));
    expectEnd(await applyShop(cluster, { manifests }), 1, /nothing was changed/, /Deployment.apps\/shop\/web: was made by kubectl apply.*npm run adopt/);
    context.report('an apply before the adoption: refused, with the command that takes over');
    const offered = expectEnd(
      await deliveryCommand('adopt', cluster, { manifests }),
      0,
      /Deployment.apps\/shop\/web from kubectl-client-side-apply, night-shift; its 7 pods stay/,
      /to be taken over; add --write to do it/,
    );
    if (!(await web('.metadata.annotations')).includes('last-applied')) throw new Error('without --write nothing may be written');
    expectEnd(
      await deliveryCommand('adopt', cluster, { manifests, args: ['--object', 'Deployment.apps/shop/nothing'] }),
      1,
      /--object must be an object of the manifests/,
    );
    expectEnd(await deliveryCommand('adopt', cluster, { manifests, args: ['--write'] }), 0, /taken over; the next step is npm run apply/);
    expectEnd(await deliveryCommand('adopt', cluster, { manifests }), 0, /nothing to take over/);
    context.report(`taken over: ${offered.trim().split('\n').length - 1} objects`);
    expectEnd(await applyShop(cluster, { manifests, args: ['--wait', 'rollouts'] }), 0, /runs, of commit/);
    const seen = await watch.stop();
    if ([...seen].join() !== '7') throw new Error(`there must have been 7 replicas all the time, received ${[...seen].join()}`);
    const left = `${await web('.metadata.annotations.note')}${await web('.spec.template.spec.containers[0].env')}`;
    if (left !== '') throw new Error(`what the manifests do not state must go, received ${left}`);
    context.report('then applied without force: 7 replicas at every look, and what the old files had beside is gone');
    expectEnd(await deliveryCommand('drift', cluster, { manifests }), 0, /nothing differs/);
  },
};
