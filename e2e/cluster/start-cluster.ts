import { join } from 'node:path';
import { eventually } from '../waiting/assertions';
import { Cluster } from './cluster';
import { Stopwatch } from '../waiting/stopwatch';
import { writeKubeconfig } from './kubeconfig';
import { Kubectl } from './kubectl';
import { conditionStatus } from './kubernetes-object';
import { STORAGE_CLASSES } from './kwok-config';
import { type NodeOptions, nodeObjects } from './nodes';
import { type Pki, createPki } from './pki';
import { startEtcd } from '../processes/etcd';
import { startKubeApiserver } from '../processes/kube-apiserver';
import { type KubeControllerManagerOptions, startKubeControllerManager } from '../processes/kube-controller-manager';
import { startKubeScheduler } from '../processes/kube-scheduler';
import { startKwok } from '../processes/kwok';
import { type ProcessGroup } from '../processes/process-group';

export interface ClusterOptions {
  readonly processes: ProcessGroup;
  /** @default - three nodes of 4 CPUs and 16Gi, one in each of three zones */
  readonly nodes?: NodeOptions;
  /** @default - Kubernetes' own */
  readonly hpa?: Pick<KubeControllerManagerOptions, 'hpaSyncPeriod' | 'hpaCpuInitializationPeriod' | 'hpaInitialReadinessDelay'>;
  /** Further flags of the API server. @default - none */
  readonly apiserverFlags?: readonly string[];
}

const POLL_INTERVAL = '100ms';

/** Starts a control plane with simulated nodes. Resolves when the nodes are ready for pods. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const stopwatch = new Stopwatch();
  const { processes } = options;
  const pki = await createPki(processes.scratchFolder('pki'));
  const etcd = await startEtcd({ processes });
  const apiserver = await startKubeApiserver({ processes, pki, etcdUrl: etcd.url, flags: options.apiserverFlags });
  const kubeconfig = await adminKubeconfig(pki, apiserver.url);
  const admin = new Kubectl(kubeconfig);
  const client = { processes, pki, apiserverUrl: apiserver.url };
  const [controllerManager, scheduler, kwok] = await Promise.all([
    startKubeControllerManager({ ...client, ...options.hpa }),
    startKubeScheduler(client),
    startKwok({ processes, pki, kubeconfig }),
    createNodes(admin, options.nodes),
  ]);
  await readyForPods(admin);
  const controlPlane = { etcd, apiserver, controllerManager, scheduler, kwok };
  return new Cluster({ processes, pki, admin, controlPlane, readyAfter: stopwatch.elapsed() });
}

async function adminKubeconfig(pki: Pki, server: string): Promise<string> {
  const keyPair = await pki.authority.sign('admin', { commonName: 'admin', organizations: ['system:masters'] });
  return writeKubeconfig(join(pki.folder, 'admin.kubeconfig'), {
    server,
    caFile: pki.authority.certificateFile,
    credentials: { kind: 'certificate', keyPair },
  });
}

/** Created, not applied: server-side apply drops the status, and with it the capacity. */
async function createNodes(admin: Kubectl, options: NodeOptions | undefined): Promise<void> {
  const storageClasses = STORAGE_CLASSES.map((name) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(name === STORAGE_CLASSES[0]) } },
    provisioner: 'kwok.x-k8s.io/volume',
  }));
  const objects = [...nodeObjects(options), ...storageClasses];
  await admin.run(['create', '-f', '-'], objects.map((object) => JSON.stringify(object)).join('\n---\n'));
}

/** Pods need a node without the taint of a new node, and the default ServiceAccount of their namespace. */
async function readyForPods(admin: Kubectl): Promise<void> {
  await eventually('every node is ready', () => unreadyNodes(admin), {
    until: (nodes) => nodes.length === 0,
    timeout: '60s',
    interval: POLL_INTERVAL,
  });
  await eventually('the default ServiceAccount exists', () => admin.get({ kind: 'serviceaccount', name: 'default', namespace: 'default' }), {
    until: () => true,
    interval: POLL_INTERVAL,
  });
}

async function unreadyNodes(admin: Kubectl): Promise<readonly string[]> {
  const nodes = await admin.list('nodes');
  return nodes
    .filter((node) => conditionStatus(node, 'Ready') !== 'True' || node['spec'] === undefined || hasTaints(node['spec']))
    .map((node) => node.metadata.name);
}

function hasTaints(spec: unknown): boolean {
  return typeof spec === 'object' && spec !== null && 'taints' in spec;
}
