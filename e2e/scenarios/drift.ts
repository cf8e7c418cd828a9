import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryCommand, expectEnd } from '../delivery/apply-process';
import { clusterWith } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Cluster } from '../cluster/cluster';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

/** Manual changes of a cluster, each by another field manager. */
const edits: readonly { readonly args: readonly string[]; readonly tells: RegExp }[] = [
  {
    args: ['set', 'image', 'deployment/backend', 'backend=backend:hand', '-n', 'lyo-backend', '--field-manager=night-shift'],
    tells:
      /Deployment.apps\/lyo-backend\/backend: spec.template.spec.containers\[name=backend\].image is backend:hand, and the manifests say .* \(night-shift at 20/,
  },
  {
    args: ['set', 'env', 'deployment/backend', 'DEBUG=1', '-n', 'lyo-backend', '--field-manager=debugger'],
    tells: /containers\[name=backend\].env\[name=DEBUG\]\S* was set, and the manifests say nothing of it \(debugger at 20/,
  },
  {
    args: ['annotate', 'service', 'backend', 'cloud.google.com/load-balancer-type=External', '-n', 'lyo-backend', '--field-manager=network-team'],
    tells: /Service\/lyo-backend\/backend: metadata.annotations\["cloud.google.com\/load-balancer-type"\] was set.*\(network-team at 20/,
  },
  {
    args: ['patch', 'resourcequota', 'sum-of-the-parts', '-n', 'lyo-backend', '--patch={"spec":{"hard":{"pods":"3"}}}', '--field-manager=finance'],
    tells: /ResourceQuota\/lyo-backend\/\S+: spec.hard.pods is 3, and the manifests say .*\(finance at 20/,
  },
  {
    args: [
      ...['patch', 'clusterrole', 'lyo-observability-prometheus', '--type=json', '--field-manager=somebody'],
      '--patch=[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}}]',
    ],
    tells: /ClusterRole.rbac.authorization.k8s.io\/lyo-observability-prometheus: rules.*secrets.*\(somebody at 20/,
  },
  { args: ['delete', 'poddisruptionbudget', 'backend', '-n', 'lyo-backend'], tells: /PodDisruptionBudget.policy\/lyo-backend\/backend is not there/ },
  {
    args: ['scale', 'deployment', 'grafana', '--replicas=0', '-n', 'lyo-observability'],
    tells: /grafana: spec.replicas is 0, and the manifests say 1 \(the API server records no owner of a count of 0\)/,
  },
  {
    args: ['scale', 'deployment', 'prometheus-adapter', '--replicas=3', '-n', 'lyo-observability'],
    tells: /prometheus-adapter: spec.replicas is 3, and the manifests say 2 \(kubectl/,
  },
  {
    args: ['scale', 'deployment', 'backend', '--replicas=0', '-n', 'lyo-backend'],
    tells: /backend: spec.replicas is 0, which switches its autoscaler off \(the API server records no owner of a count of 0\)/,
  },
];

/** Manual changes are drift; changes of autoscalers, controllers and restarts are not. */
export const scenario: Scenario = {
  name: 'drift',
  title: 'a cluster that nobody touched has no drift, and each hand edit is told with its field, its manager and its time, by an account that may only read',
  tags: ['full'],
  timeout: '600s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const manifests = Manifests.of(shipped('dev'));
    const cluster = await clusterWith(context, manifests, { nodes: { count: 3, cpu: '32', memory: '128Gi' } });
    await cluster.kubectl(['create', 'namespace', 'lyo-delivery']);
    const folder = manifests.write(join(context.folder, 'manifests'), 'dev');
    const kubeconfig = await reader(cluster);
    const drift = (...args: readonly string[]): ReturnType<typeof deliveryCommand> =>
      deliveryCommand('drift', cluster, { manifests: folder, kubeconfig, args });
    const replicas = (): Promise<string> => cluster.kubectl(['get', 'deployment', 'backend', '-n', 'lyo-backend', '--output=jsonpath={.spec.replicas}']);
    await eventually('the autoscaler has raised the replicas', replicas, { until: (count) => count === '2', timeout: '60s' });
    await cluster.kubectl(['rollout', 'restart', 'deployment/backend', '-n', 'lyo-backend']);
    // the commands of docs/from-yaml.md
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'from-yaml.md'), 'utf8');
    const typed = [...page.matchAll(/^kubectl ([a-z].*)$/gm)].map(([, args = '']) => args.split(' '));
    for (const args of typed) await cluster.kubectl(args);
    context.report(`${typed.length} commands of docs/from-yaml.md`);
    const clean = expectEnd(await drift(), 0, /nothing differs from the files here, sha256:/);
    context.report(clean.trim());
    for (const { args } of edits) await cluster.kubectl(args);
    const told = expectEnd(await drift(), 3, ...edits.map(({ tells }) => tells));
    const lines = told.trim().split('\n');
    for (const line of lines) context.report(line);
    // a summary line, and one more for the pod's second container, in which kubectl sets variables too
    if (lines.length !== edits.length + 2) throw new Error(`no more than what was done must be told, received ${told}`);
    expectEnd(await drift('--json'), 3, /"drift": \[/);
    const certificate = { holderIdentity: 'lyo-platform-certificates', renewTime: '2020-01-01T00:00:00.000000Z', leaseDurationSeconds: 86400 };
    await cluster.apply([
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'old', namespace: 'lyo-observability' }, spec: certificate },
    ]);
    expectEnd(await drift(), 3, /certificate of lyo-observability\/old ends in -\d+ days/);
    const write = ['annotate', 'deployment', 'backend', 'a=b', '-n', 'lyo-backend', '--as=system:serviceaccount:default:reader'];
    const may = await cluster.kubectl(write).catch(String);
    if (!/forbidden/i.test(may)) throw new Error(`the account must not write, received ${may}`);
  },
};

async function reader(cluster: Cluster): Promise<string> {
  await cluster.kubectl(['create', 'serviceaccount', 'reader']);
  await cluster.kubectl(['create', 'clusterrole', 'reader', '--verb=get,list,watch', '--resource=*.*']);
  await cluster.kubectl(['create', 'clusterrolebinding', 'reader', '--clusterrole=reader', '--serviceaccount=default:reader']);
  return cluster.kubeconfigFor({ namespace: 'default', name: 'reader' });
}
