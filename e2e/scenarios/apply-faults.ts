import { join } from 'node:path';
import { applyShop, expectEnd, recordOf } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import { watched } from '../delivery/watched';
import type { Cluster } from '../cluster/cluster';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';

/** Failures of the cluster during a correct apply. */
export const scenario: Scenario = {
  name: 'apply-faults',
  title:
    'an apply outlasts an API server that restarts, tells of rights that are withdrawn and of an object that a policy refuses midway, and leaves alone what autoscalers and people own',
  tags: ['full'],
  timeout: '900s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const first = shop.commit({});
    expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
    await apiServerAway(context, cluster, shop);
    await refusedMidway(context, cluster, shop, first);
    await rightsWithdrawn(context, cluster, shop);
    await ownersLeftAlone(context, cluster, shop);
  },
};

/** The API server is down for longer than a lock is valid and a rollout may stand still, during the apply and while waiting for pods. */
async function apiServerAway(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const { apiserver } = cluster.controlPlane;
  for (const [index, line] of [/definitions applied/, /Deployment shop\/web: /].entries()) {
    shop.commit({ version: 10 + index, start: 3 });
    const does = async (): Promise<void> => {
      await apiserver.kill();
      await sleep('20s');
      await apiserver.restart();
    };
    expectEnd(
      await applyShop(cluster, { manifests: shop.manifests, meanwhile: { line, does } }),
      0,
      /the API server answers again, after \d+ s/,
      /runs, of commit/,
    );
    if ((await recordOf(cluster)).phase !== 'applied') throw new Error('the record must say that it is applied');
    context.report(`the API server killed at ${String(line)} and started 20 s later: the run goes on, and ends well`);
  }
  const commit = shop.commit({});
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0, new RegExp(commit));
}

/** One object of the release is refused after others were applied, as by a webhook that accepts every dry run. */
async function refusedMidway(context: ScenarioContext, cluster: Cluster, shop: ShopRepository, first: string): Promise<void> {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] };
  const expression = 'object.metadata.name != "web-settings" || object.data.version != "2" || (has(request.dryRun) && request.dryRun)';
  const name = 'no-second-version';
  await cluster.apply([
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression, message: 'not on a Sunday' }] },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ]);
  await eventually('the policy refuses', () => refusal(cluster), { until: (text) => text.includes('Sunday'), timeout: '60s' });
  const ran = (await recordOf(cluster)).applied?.commit ?? first;
  shop.commit({ version: 2, more: 2 });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 5, /web-settings[^]*not on a Sunday/, new RegExp(`went back to .*${ran}`));
  const images = await cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, '--output=jsonpath={.spec.template.spec.containers[0].image}']);
  const { phase, keys } = await recordOf(cluster);
  if (images !== 'web:1' || phase !== 'went back' || keys.some((key) => key.includes('more-')))
    throw new Error(`it must have gone back, received ${images} ${phase}`);
  context.report('a policy that refuses one object after others were applied: told by its message, gone back');
  // a policy that refuses dry runs too stops the apply before anything changes
  const always = [{ expression: 'object.metadata.name != "web-settings" || object.data.version != "2"', message: 'not on a Sunday' }];
  await cluster.patch({ kind: 'validatingadmissionpolicy', name }, { spec: { validations: always } });
  await eventually('the policy refuses dry runs', () => refusal(cluster, '--dry-run=server'), {
    until: (text) => text.includes('Sunday'),
    timeout: '60s',
  });
  expectEnd(
    await applyShop(cluster, { manifests: shop.manifests }),
    1,
    /nothing was changed: 1 thing prevents it/,
    /ConfigMap\/shop\/web-settings: .*not on a Sunday/,
  );
  context.report('a policy that refuses its dry run: told before anything changes');
  await cluster.kubectl(['delete', 'validatingadmissionpolicybinding,validatingadmissionpolicy', name]);
}

/** What the API server says of a second version of the settings. */
async function refusal(cluster: Cluster, ...more: readonly string[]): Promise<string> {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web-settings', namespace: 'default' }, data: { version: '2' } };
  try {
    await cluster.kubectl(['create', '-f', '-', ...more], JSON.stringify(object));
    await (more.length === 0 ? cluster.kubectl(['delete', 'configmap', 'web-settings', '--namespace=default']) : undefined);
    return '';
  } catch (error) {
    return String(error);
  }
}

async function rightsWithdrawn(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const pipeline = { namespace: 'default', name: 'pipeline' };
  await cluster.kubectl(['create', 'serviceaccount', pipeline.name]);
  const give = ['create', 'clusterrolebinding', 'pipeline', '--clusterrole=cluster-admin', '--serviceaccount=default:pipeline'];
  await cluster.kubectl(give);
  const kubeconfig = await cluster.kubeconfigFor(pipeline);
  const take = (): Promise<string> => cluster.kubectl(['delete', 'clusterrolebinding', 'pipeline']);
  for (const line of [/may exist in the cluster from now on/, /Deployment shop\/web: /]) {
    shop.commit({ version: 3, more: 2, start: 3 });
    const { output } = await applyShop(cluster, { manifests: shop.manifests, kubeconfig, meanwhile: { line, does: take } });
    if (!/does not allow it[^]*the rollback to [^]* failed too[^]*run again when the cause is fixed/.test(output))
      throw new Error(`it must say so, received ${output}`);
    const { phase, keys } = await recordOf(cluster);
    if (phase !== 'applying' || !keys.some((key) => key.includes('more-1'))) throw new Error(`the record must know all that may be there, received ${phase}`);
    await cluster.kubectl(give);
    shop.commit({ version: 1 });
    const completed = expectEnd(await applyShop(cluster, { manifests: shop.manifests, kubeconfig }), 0, /this one completes it/);
    if (!completed.includes('ConfigMap/shop/more-1: ')) throw new Error(`what the dead run had made must go, received ${completed}`);
    context.report(`rights withdrawn at ${String(line)}: told, and the next run with rights completes it and leaves no orphan`);
  }
}

/** The autoscaler's pods, a pod that somebody changed (played nodes have no resize), and a ConfigMap of a program that runs there. */
async function ownersLeftAlone(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const replicas = (): Promise<string> => cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, '--output=jsonpath={.spec.replicas}']);
  shop.commit({ version: 1, scaledFrom: 12 });
  expectEnd(await applyShop(cluster, { manifests: shop.manifests, args: ['--wait', 'rollouts'] }), 0);
  await eventually('the autoscaler has 12 pods', replicas, { until: (count) => count === '12', timeout: '120s' });
  await cluster.kubectl(['create', 'configmap', 'proposals', '--namespace', shopNamespace, '--from-literal=cpu=250m']);
  const [pod] = (await cluster.list('pods', { namespace: shopNamespace, selector: 'app=worker' })).map(({ metadata }) => metadata.name);
  await cluster.kubectl(['annotate', 'pod', pod ?? '', '-n', shopNamespace, 'resized=by-another']);
  shop.commit({ version: 2, scaledFrom: 3 });
  const watch = watched(replicas);
  expectEnd(await applyShop(cluster, { manifests: shop.manifests, args: ['--wait', 'rollouts'] }), 0, /web: rolled out, 12 of 12/);
  const seen = await watch.stop();
  if ([...seen].join() !== '12') throw new Error(`there must have been 12 replicas all the time, received ${[...seen].join()}`);
  const annotation = await cluster.kubectl(['get', 'pod', pod ?? '', '-n', shopNamespace, '--output=jsonpath={.metadata.annotations.resized}']);
  await cluster.get({ kind: 'configmap', name: 'proposals', namespace: shopNamespace });
  if (annotation !== 'by-another') throw new Error(`a pod that somebody changed must stay as it is, received ${annotation}`);
  context.report('12 pods of an autoscaler, a pod that somebody changed and the ConfigMap of another program: left alone');
}
