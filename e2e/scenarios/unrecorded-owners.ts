import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster';
import { applyShop, deliveryCommand, expectEnd } from '../delivery/apply-process';
import { commitAll, startRepository } from '../delivery/git-repository';
import { leastOfEachKind, ownKind } from '../delivery/kinds';
import { installKinds } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const inKinds = '--namespace=kinds';
const patched = (kind: string, patch: object, ...more: readonly string[]): readonly string[] => [
  'patch',
  kind,
  'least',
  '--type=merge',
  `--patch=${JSON.stringify(patch)}`,
  ...more,
];

/** Edits of objects of which nobody owns a field, so that the API server records nobody. */
const edits: readonly { readonly args: readonly string[]; readonly tells: string }[] = [
  {
    args: ['label', 'namespace', 'kinds', 'pod-security.kubernetes.io/enforce=privileged'],
    tells: 'Namespace/kinds: metadata.labels["pod-security.kubernetes.io/enforce"]',
  },
  { args: ['label', 'deployment', 'least', 'team=night', inKinds], tells: 'Deployment.apps/kinds/least: metadata.labels.team' },
  { args: patched('deployment', { spec: { replicas: 3 } }, inKinds), tells: 'Deployment.apps/kinds/least: spec.replicas' },
  { args: patched('statefulset', { spec: { minReadySeconds: 5 } }, inKinds), tells: 'StatefulSet.apps/kinds/least: spec.minReadySeconds' },
  {
    args: patched('daemonset', { spec: { template: { spec: { hostNetwork: true } } } }, inKinds),
    tells: 'DaemonSet.apps/kinds/least: spec.template.spec.hostNetwork',
  },
  { args: patched('cronjob', { spec: { suspend: true } }, inKinds), tells: 'CronJob.batch/kinds/least: spec.suspend' },
  { args: patched('service', { spec: { type: 'NodePort' } }, inKinds), tells: 'Service/kinds/least: spec.type' },
  { args: patched('serviceaccount', { imagePullSecrets: [{ name: 'theirs' }] }, inKinds), tells: 'ServiceAccount/kinds/least: imagePullSecrets' },
  { args: patched('configmap', { data: { DEBUG: '1' } }, inKinds), tells: 'ConfigMap/kinds/least: data.DEBUG' },
  {
    args: patched('role', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] }, inKinds),
    tells: 'Role.rbac.authorization.k8s.io/kinds/least: rules',
  },
  {
    args: patched('networkpolicy', { spec: { policyTypes: ['Ingress', 'Egress'] } }, inKinds),
    tells: 'NetworkPolicy.networking.k8s.io/kinds/least: spec.policyTypes',
  },
  {
    args: patched('persistentvolumeclaim', { metadata: { finalizers: ['example.com/keep', 'kubernetes.io/pvc-protection'] } }, inKinds),
    tells: 'PersistentVolumeClaim/kinds/least: metadata.finalizers[example.com/keep]',
  },
  { args: patched('storageclass', { allowVolumeExpansion: true }), tells: 'StorageClass.storage.k8s.io/least: allowVolumeExpansion' },
  { args: patched('least', { spec: { size: 4 } }, inKinds), tells: 'Least.example.com/kinds/least: spec.size' },
];

export const scenario: Scenario = {
  name: 'unrecorded-owners',
  title:
    'what the API server sets in an object of any kind is nobody’s drift, whoever made the object and even where nobody owns a field of it; an edit of such an object is told, without a name, and what has no owner is deleted when it is removed',
  tags: ['full'],
  timeout: '900s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster({ nodes: { count: 3, cpu: '32', memory: '128Gi' } });
    await installKinds(cluster);
    await cluster.kubectl(['create', 'namespace', 'lyo-delivery']);
    const { files } = Manifests.of(shipped('dev'));
    const { 'namespaces.yaml': namespaces = '', ...rest } = files;
    const [grounds, others] = [
      `${text(leastOfEachKind.slice(0, 1))}---\n${namespaces}`,
      [...Object.values(rest), text(leastOfEachKind.slice(1))].join('---\n'),
    ];
    const folder = join(context.folder, 'manifests');
    mkdirSync(join(folder, 'dev'), { recursive: true });
    for (const [name, yaml] of Object.entries({ ...files, 'kinds.yaml': text([...leastOfEachKind, ownKind]) })) writeFileSync(join(folder, 'dev', name), yaml);
    const all = [grounds, others, text([ownKind])];

    for (const yaml of [grounds, others]) await cluster.kubectl(['create', '-f', '-'], yaml);
    await eventually('the own kind is served', () => cluster.kubectl(['create', '-f', '-'], text([ownKind])).catch(() => ''), {
      until: (said) => said.includes('created'),
    });
    // an amount in another form than the server's is a conflict
    const applyAll = async (): Promise<void> => {
      for (const yaml of all) await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=lyo-platform', '-f', '-'], yaml);
    };
    const drift = (): ReturnType<typeof deliveryCommand> => deliveryCommand('drift', cluster, { manifests: folder });
    const noDrift = async (what: string): Promise<void> => {
      const said = expectEnd(await drift(), 0, /nothing differs from the files here, sha256:/);
      context.report(`${what}: ${said.trim()}`);
    };
    await applyAll();
    await noDrift('created by kubectl, which owns every default, then applied');
    await disown(cluster, all);
    await noDrift('nobody owns a field');
    await applyAll();
    await applyAll();
    await noDrift('applied again, so that the API server names before-first-apply');

    await disown(cluster, all);
    for (const { args } of edits) await cluster.kubectl(args);
    for (const what of ['nobody owns a field', 'before-first-apply owns them']) {
      const said = expectEnd(await drift(), 3);
      const lines = said.trim().split('\n').slice(1);
      const missing = edits.filter(
        ({ tells }) => !lines.some((line) => line.startsWith(`${tells} was set`) && line.endsWith('(the API server has recorded no owner)')),
      );
      if (missing.length > 0 || lines.length !== edits.length)
        throw new Error(
          `${what}: each edit and nothing else must be told, without a name; missing ${missing.map(({ tells }) => tells).join(', ')}, received ${said}`,
        );
      context.report(`${edits.length} edits where ${what}: each told, and nothing else`);
      await applyAll();
    }
    await removesWhatNobodyOwns(cluster, join(context.folder, 'bare'));
    context.report('a ServiceAccount and a ConfigMap that state nothing but a name: deleted when they are removed');
  },
};

function text(objects: readonly object[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('---\n');
}

/** Takes all owners away, as tools do that write whole objects. */
async function disown(cluster: Cluster, all: readonly string[]): Promise<void> {
  for (const yaml of all) await cluster.kubectl(['patch', '-f', '-', '--type=merge', '--patch={"metadata":{"managedFields":[{}]}}'], yaml);
}

async function removesWhatNobodyOwns(cluster: Cluster, folder: string): Promise<void> {
  startRepository(folder);
  const manifests = join(folder, 'manifests');
  mkdirSync(join(manifests, 'dev'), { recursive: true });
  const metadata = { name: 'bare', namespace: 'bare' };
  const kept = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bare' } },
    { apiVersion: 'v1', kind: 'Secret', metadata },
  ];
  const gone = ['ServiceAccount', 'ConfigMap'].map((kind) => ({ apiVersion: 'v1', kind, metadata }));
  for (const more of [gone, []]) {
    writeFileSync(join(manifests, 'dev', 'bare.yaml'), text([...kept, ...more]));
    commitAll(folder);
    const removed = more.length > 0 ? [] : [/ServiceAccount\/bare\/bare: deleted/, /ConfigMap\/bare\/bare: deleted/];
    expectEnd(await applyShop(cluster, { manifests }), 0, ...removed);
  }
}
