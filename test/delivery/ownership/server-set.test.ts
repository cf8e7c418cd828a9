/** Kind: a field that no manifest states, of any kind of object: filled in by the API server, or set by somebody, and owned by whoever wrote the object, by nobody whom the server has recorded, or by nobody at all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestObject, type ManifestObject } from '../../../checks/manifest';
import { knownListKeys } from '../../../checks/objects/list-keys';
import { driftOf, driftText } from '../../../delivery/drift/drift';
import { handoverOf } from '../../../delivery/ownership/handover';
import { ServerDefaults } from '../../../delivery/ownership/server-defaults';
import { unownedFields } from '../../../delivery/ownership/unowned';
import type { KubectlResult } from '../../../delivery/kubectl';

type Body = Readonly<Record<string, unknown>>;

const at = '2026-01-02T03:04:05Z';
const meta = { name: 'x', namespace: 'n' };
const object = (apiVersion: string, kind: string, rest: object = {}): Body => ({ apiVersion, kind, metadata: meta, ...rest });
const parsed = (body: Body): ManifestObject => manifestObject(body, { file: 'x.yaml' });

/** The live object as the API server has it when `manager` owns all that no manifest states. */
function ownedBy(manager: string | undefined, wanted: Body, live: Body): Body {
  if (manager === undefined) return live;
  const { group, version, kind } = parsed(live);
  const { fieldsV1 } = unownedFields(wanted, live, knownListKeys[`${group}/${version}/${kind}`]);
  return { ...live, metadata: { ...(live['metadata'] as object), managedFields: [{ manager, operation: 'Update', time: at, fieldsV1 }] } };
}

const told = (wanted: Body, live: Body): readonly string[] => driftOf([parsed(wanted)], [live]).map(driftText);

const managers = [undefined, 'before-first-apply', 'kubectl-create'];
const labels = { app: 'x' };
const pods = (more: object = {}, container: object = {}): object => ({
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { ...more, containers: [{ name: 'x', image: 'x:1', ...container }] } },
});

/** What a manifest states, and what the API server makes of it. */
const made: readonly (readonly [what: string, wanted: Body, live: Body])[] = [
  [
    'a Namespace',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: at, labels: { 'kubernetes.io/metadata.name': 'x' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
  ],
  ['a ServiceAccount with its Secret', object('v1', 'ServiceAccount'), object('v1', 'ServiceAccount', { secrets: [{ name: 'x-token' }] })],
  [
    'a Service with addresses and ports',
    object('v1', 'Service', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }),
    object('v1', 'Service', {
      metadata: { ...meta, finalizers: ['service.kubernetes.io/load-balancer-cleanup'] },
      spec: {
        type: 'NodePort',
        clusterIP: '10.0.0.1',
        clusterIPs: ['10.0.0.1'],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Cluster',
        sessionAffinity: 'None',
        ports: [{ port: 80, targetPort: 80, protocol: 'TCP', nodePort: 30080 }],
      },
    }),
  ],
  [
    'a claim that was bound',
    object('v1', 'PersistentVolumeClaim', { spec: {} }),
    object('v1', 'PersistentVolumeClaim', {
      metadata: {
        ...meta,
        finalizers: ['kubernetes.io/pvc-protection'],
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'volume.kubernetes.io/storage-provisioner': 'p' },
      },
      spec: { volumeMode: 'Filesystem', volumeName: 'pv-1', storageClassName: 'standard' },
    }),
  ],
  [
    'a Deployment with what pods get',
    object('apps/v1', 'Deployment', { spec: pods({ serviceAccountName: 'a' }, { resources: { limits: { cpu: '1' } } }) }),
    object('apps/v1', 'Deployment', {
      metadata: { ...meta, annotations: { 'deployment.kubernetes.io/revision': '3' } },
      spec: {
        ...pods(
          {
            serviceAccountName: 'a',
            serviceAccount: 'a',
            dnsPolicy: 'ClusterFirst',
            restartPolicy: 'Always',
            securityContext: {},
            terminationGracePeriodSeconds: 30,
          },
          { imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } },
        ),
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      },
    }),
  ],
  [
    'a Job with the labels of its pods',
    object('batch/v1', 'Job', { spec: { template: { metadata: { labels }, spec: {} } } }),
    object('batch/v1', 'Job', {
      metadata: { ...meta, labels },
      spec: {
        template: { metadata: { labels: { ...labels, 'controller-uid': 'u', 'batch.kubernetes.io/job-name': 'x' } }, spec: {} },
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } },
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        suspend: false,
      },
    }),
  ],
  [
    'a definition of a kind',
    { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'x' }, spec: { names: { kind: 'Shop' } } },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'x', finalizers: ['customresourcecleanup.apiextensions.k8s.io'] },
      spec: { names: { kind: 'Shop', listKind: 'ShopList', singular: 'shop' }, conversion: { strategy: 'None' } },
    },
  ],
  [
    'policies that say nothing of their types',
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, egress: [{}] } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, egress: [{}], policyTypes: ['Ingress', 'Egress'] } }),
  ],
  [
    'a CronJob with what is empty',
    object('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: pods() } } }),
    object('batch/v1', 'CronJob', { spec: { jobTemplate: { metadata: {}, spec: pods({}, { resources: {} }) } } }),
  ],
  ['a Role without rules', object('rbac.authorization.k8s.io/v1', 'Role'), object('rbac.authorization.k8s.io/v1', 'Role', { rules: null })],
  [
    'rules that are put together of others',
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'x' }, aggregationRule: {} },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'x' }, aggregationRule: {}, rules: [{ verbs: ['get'] }] },
  ],
];

describe.each(managers)('owned by %s', (manager) => {
  test.each(made)('%s, as the API server makes it, is nobody’s drift', (_, wanted, live) => {
    expect(told(wanted, ownedBy(manager, wanted, live))).toEqual([]);
  });
});

/** Edits of fields that no manifest states, by kind. */
const edited: readonly (readonly [wanted: Body, live: Body, path: string])[] = [
  [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', labels: { 'kubernetes.io/metadata.name': 'x', team: 'b' } } },
    'metadata.labels.team',
  ],
  [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' }, spec: { finalizers: ['kubernetes', 'example.com/keep'] } },
    'spec.finalizers',
  ],
  [object('v1', 'ServiceAccount'), object('v1', 'ServiceAccount', { imagePullSecrets: [{ name: 'p' }] }), 'imagePullSecrets'],
  [object('v1', 'Service', { spec: {} }), object('v1', 'Service', { spec: { type: 'LoadBalancer' } }), 'spec.type'],
  [object('v1', 'Service', { spec: {} }), object('v1', 'Service', { spec: { externalIPs: ['192.0.2.1'] } }), 'spec.externalIPs'],
  [object('apps/v1', 'Deployment', { spec: pods() }), object('apps/v1', 'Deployment', { spec: { ...pods(), replicas: 3 } }), 'spec.replicas'],
  [object('apps/v1', 'Deployment', { spec: pods() }), object('apps/v1', 'Deployment', { spec: pods({ hostNetwork: true }) }), 'spec.template.spec.hostNetwork'],
  [
    object('apps/v1', 'StatefulSet', { spec: pods() }),
    object('apps/v1', 'StatefulSet', { spec: pods({}, { imagePullPolicy: 'Never' }) }),
    'spec.template.spec.containers[name=x].imagePullPolicy',
  ],
  [object('batch/v1', 'CronJob', { spec: {} }), object('batch/v1', 'CronJob', { spec: { suspend: true } }), 'spec.suspend'],
  [
    object('v1', 'PersistentVolumeClaim', { spec: {} }),
    object('v1', 'PersistentVolumeClaim', { metadata: { ...meta, finalizers: ['example.com/keep', 'kubernetes.io/pvc-protection'] }, spec: {} }),
    'metadata.finalizers[example.com/keep]',
  ],
  [
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
    'spec.policyTypes',
  ],
  [object('rbac.authorization.k8s.io/v1', 'Role'), object('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ verbs: ['*'] }] }), 'rules'],
];

describe.each(edited)('%j', (wanted, live, path) => {
  test.each(managers)(`owned by %s: its ${path} is told`, (manager) => {
    const by = manager === 'kubectl-create' ? `kubectl-create at ${at}` : 'the API server has recorded no owner';
    expect(told(wanted, ownedBy(manager, wanted, live))).toEqual([expect.stringMatching(new RegExp(`${escaped(path)} was set.*\\(${escaped(by)}\\)$`))]);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

test('a stated replica count that differs is told without the name of a manager that nobody is', () => {
  const wanted = object('apps/v1', 'Deployment', { spec: { ...pods(), replicas: 2 } });
  const live = object('apps/v1', 'Deployment', { spec: { ...pods(), replicas: 7 } });
  for (const manager of managers.slice(0, 2))
    expect(told(wanted, ownedBy(manager, wanted, live))).toEqual([
      'Deployment.apps/n/x: spec.replicas is 7, and the manifests say 2 (the API server has recorded no owner)',
    ]);
});

test('the replica count of an autoscaled workload whose writer nobody knows is its autoscaler’s', () => {
  const wanted = object('apps/v1', 'Deployment', { spec: pods() });
  const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'x' }, minReplicas: 2 } });
  const live = ownedBy('before-first-apply', wanted, object('apps/v1', 'Deployment', { spec: { ...pods(), replicas: 7 } }));
  expect(driftOf([parsed(wanted), parsed(scaler)], [live, scaler])).toEqual([]);
});

describe('every default that Kubernetes has', () => {
  const table = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'delivery', 'ownership', 'server-defaults.json'), 'utf8')) as Readonly<
    Record<string, Readonly<Record<string, readonly unknown[]>>>
  >;
  const rows = Object.entries(table)
    .filter(([kind]) => kind.includes('/'))
    .flatMap(([kind, fields]) => Object.entries(fields).flatMap(([path, values]) => (path.includes('[]') ? [] : [[kind, path, values] as const])));

  test('is known for many kinds', () => expect(new Set(rows.map(([kind]) => kind)).size).toBeGreaterThan(20));

  test('is no drift where a manifest leaves it out, and another value is', () => {
    for (const [kind, path, values] of rows) {
      const slash = kind.lastIndexOf('/');
      const bare = object(kind.slice(0, slash).replace(/^\//, ''), kind.slice(slash + 1));
      const whole = (value: unknown): Body => ({ ...bare, ...nested(path.split('.'), value) });
      const wanted = { ...bare, ...nested(path.split('.').slice(0, -1), {}) };
      for (const value of values)
        expect([kind, path, value, ...told(wanted, ownedBy('before-first-apply', wanted, whole(value)))]).toEqual([kind, path, value]);
      expect([kind, path, told(wanted, ownedBy('before-first-apply', wanted, whole('another'))).length]).toEqual([kind, path, 1]);
    }
  });
});

function nested(names: readonly string[], value: unknown): Body {
  const [first, ...rest] = names;
  return first === undefined ? (value as Body) : { [first]: rest.length === 0 ? value : nested(rest, value) };
}

describe('a kind that a definition brings', () => {
  const description = {
    components: {
      schemas: {
        Shop: {
          'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Shop' }],
          properties: { spec: { default: {}, properties: { size: { default: 3 }, place: { default: { zone: 'a' }, properties: { zone: {} } } } } },
        },
      },
    },
  };
  const wanted = object('example.com/v1', 'Shop');
  const live = (size: number): Body => ownedBy('before-first-apply', wanted, object('example.com/v1', 'Shop', { spec: { size, place: { zone: 'a' } } }));
  const asked: string[] = [];
  const answering = (answer: KubectlResult): ServerDefaults => new ServerDefaults({ try: (args) => (asked.push(args.join(' ')), answer) });
  const toldBy = (defaults: ServerDefaults, size: number): readonly string[] =>
    driftOf([parsed(wanted)], [live(size)], (kind) => defaults.of(kind)).map(driftText);

  test('has the defaults of its schema, which the server is asked for once', () => {
    const defaults = answering({ ok: true, output: JSON.stringify(description) });
    expect(toldBy(defaults, 3)).toEqual([]);
    expect(toldBy(defaults, 4)).toEqual([
      'Shop.example.com/n/x: spec.size was set, and the manifests say nothing of it (the API server has recorded no owner)',
    ]);
    expect(asked).toEqual(['get --raw /openapi/v3/apis/example.com/v1']);
  });

  test('is told whole where the server does not describe it', () => {
    expect(toldBy(answering({ ok: false, why: 'Forbidden' }), 3)).toHaveLength(2);
  });
});

test('an object of which somebody owns nothing but what the server sets is not handed over: it would be again after each apply', () => {
  const [[, wanted, live] = [, {}, {}]] = made;
  expect(handoverOf(parsed(wanted), ownedBy('kubectl-create', wanted, live))).toBeUndefined();
  const labelled = { ...live, metadata: { name: 'x', labels: { team: 'b' } } };
  expect(handoverOf(parsed(wanted), ownedBy('kubectl-create', wanted, labelled))).toMatchObject({ from: ['kubectl-create'] });
});
