/** Changes that people make to manifests, by kind of object and field: each is tried on every object that it fits. */
export interface KubernetesBody {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  readonly [field: string]: unknown;
}

type Body = Readonly<Record<string, unknown>>;

interface Family {
  /** Kinds, as a regular expression. */
  readonly of: RegExp;
  readonly what: string;
  /** Changes the copy in place. @returns false where the object has nothing of the kind */
  readonly change: (copy: Change) => unknown;
  /** Set if the change is dangerous for a reason outside of the object, which no dry run shows. @default - the API server's answer is complete */
  readonly untold?: true;
}

/** Steps separated by dots, or as a list if a name contains dots. */
type Path = string | readonly string[];

/** An object that is changed by paths, `spec.template.spec.containers.0.image`. */
class Change {
  public readonly body: Record<string, unknown>;

  public constructor(body: Body) {
    this.body = structuredClone(body);
  }

  public get(path: Path): unknown {
    return stepsOf(path).reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Body)[name] : undefined), this.body);
  }

  /** Missing records on the path are created. */
  public set(path: Path, value: unknown): void {
    const names = [...stepsOf(path)];
    const last = names.pop() ?? '';
    let into: Record<string, unknown> = this.body;
    for (const name of names) into = (into[name] ??= {}) as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(into, last);
    else into[last] = value;
  }

  public list(path: string): unknown[] {
    const found = this.get(path);
    return Array.isArray(found) ? (found as unknown[]) : [];
  }

  /** @returns false when there is no such list */
  public push(path: string, entry: unknown): boolean {
    const found = this.get(path);
    if (Array.isArray(found)) found.push(entry);
    return Array.isArray(found);
  }

  /** @returns false if there is no list to reverse */
  public turn(path: string): boolean {
    return this.list(path).reverse().length > 1;
  }
}

function stepsOf(path: Path): readonly string[] {
  return typeof path === 'string' ? path.split('.') : path;
}

const pods = 'spec.template.spec';
const container = `${pods}.containers.0`;
const runs = /^(Deployment|StatefulSet|DaemonSet)$/;
const rights = /^(Role|ClusterRole)$/;
const bindings = /^(RoleBinding|ClusterRoleBinding)$/;

const set =
  (path: Path, value: unknown) =>
  (copy: Change): void =>
    copy.set(path, value);
const one = (of: RegExp, what: string, change: Family['change'], untold?: true): Family => ({ of, what, change, ...(untold === undefined ? {} : { untold }) });
/** Applies only to objects that state the path. */
const stated =
  (path: string, to: (value: never) => unknown) =>
  (copy: Change): boolean => {
    const value = copy.get(path);
    if (value === undefined) return false;
    copy.set(path, to(value as never));
    return true;
  };

const pod: readonly Family[] = [
  one(runs, 'an image', set(`${container}.image`, 'registry.example.com/other:2')),
  one(runs, 'an annotation of pods', set('spec.template.metadata.annotations.of', 'another')),
  one(runs, 'a label of pods', set('spec.template.metadata.labels.of', 'another')),
  one(runs, 'the selector', (copy) => {
    copy.set('spec.selector.matchLabels.of', 'x');
    copy.set('spec.template.metadata.labels.of', 'x');
  }),
  one(runs, 'a variable', (copy) => copy.set(`${container}.env`, [...copy.list(`${container}.env`), { name: 'NEW', value: 'x' }])),
  one(runs, 'less memory', set(`${container}.resources.requests.memory`, '1Mi')),
  one(runs, 'an argument', (copy) => copy.set(`${container}.args`, [...copy.list(`${container}.args`), '--new'])),
  one(runs, 'a probe', set(`${container}.livenessProbe`, { httpGet: { path: '/other', port: 1 } })),
  one(runs, 'the time to end', set(`${pods}.terminationGracePeriodSeconds`, 77)),
  one(runs, 'a node selector', set(`${pods}.nodeSelector`, { of: 'x' })),
  one(runs, 'the network of the node', set(`${pods}.hostNetwork`, true)),
  one(runs, 'the processes of the node', set(`${pods}.hostPID`, true)),
  one(runs, 'a port of the node', (copy) => copy.push(`${container}.ports`, { name: 'more', containerPort: 9, hostPort: 9 })),
  one(runs, 'a privileged container', set(`${container}.securityContext`, { privileged: true })),
  one(runs, 'a root container', set(`${container}.securityContext.runAsNonRoot`, false)),
  one(runs, 'a capability', set(`${container}.securityContext.capabilities`, { add: ['SYS_ADMIN'] })),
  one(runs, 'files of the node', (copy) => copy.set(`${pods}.volumes`, [...copy.list(`${pods}.volumes`), { name: 'node', hostPath: { path: '/etc' } }])),
  one(runs, 'the rights of another account', set(`${pods}.serviceAccountName`, 'other')),
  one(runs, 'variables the other way round', (copy) => copy.turn(`${container}.env`)),
  one(runs, 'volumes the other way round', (copy) => copy.turn(`${pods}.volumes`)),
  one(
    runs,
    'processor time by another name',
    stated(`${container}.resources.requests.cpu`, (cpu: string) => (/^\d+m$/.test(cpu) ? String(Number(cpu.slice(0, -1)) / 1000) : `${Number(cpu) * 1000}m`)),
  ),
  one(runs, 'the history', set('spec.revisionHistoryLimit', 7)),
  one(runs, 'seconds of being ready', set('spec.minReadySeconds', 3)),
  one(/^Deployment$/, 'the deadline', set('spec.progressDeadlineSeconds', 777)),
  one(/^Deployment$/, 'the surge', set('spec.strategy', { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 0 } })),
  one(
    /^(Deployment|StatefulSet)$/,
    'more replicas',
    stated('spec.replicas', (count: number) => count + 1),
  ),
  one(/^(Deployment|StatefulSet)$/, 'no replicas', set('spec.replicas', 0)),
  one(/^StatefulSet$/, 'its service', set('spec.serviceName', 'other')),
  one(/^StatefulSet$/, 'its order', (copy) =>
    copy.set('spec.podManagementPolicy', copy.get('spec.podManagementPolicy') === 'Parallel' ? 'OrderedReady' : 'Parallel'),
  ),
  one(
    /^StatefulSet$/,
    'its volumes',
    stated('spec.volumeClaimTemplates', () => []),
  ),
  one(
    /^StatefulSet$/,
    'larger volumes',
    stated('spec.volumeClaimTemplates.0.spec.resources.requests.storage', () => '900Gi'),
  ),
  one(/^StatefulSet$/, 'what becomes of its volumes', set('spec.persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Delete', whenScaled: 'Retain' }), true),
  one(/^Job$/, 'a job', set(`${container}.image`, 'registry.example.com/other:2')),
  one(/^CronJob$/, 'its hours', set('spec.schedule', '7 7 * * *')),
];

const others: readonly Family[] = [
  one(/^(?!Namespace|ServiceAccount)/, 'a label', set('metadata.labels.of', 'another')),
  one(/^(?!ServiceAccount|Service$|Ingress|Gateway)/, 'an annotation', set('metadata.annotations.of', 'another')),
  one(/^ConfigMap$/, 'a file', set('data.new', 'x')),
  one(/^Service$/, 'other pods', set('spec.selector', { of: 'another' }), true),
  one(/^Service$/, 'a way in from outside', set('spec.type', 'NodePort'), true),
  one(/^Service$/, 'its address', (copy) => copy.set('spec.clusterIP', copy.get('spec.clusterIP') === 'None' ? '10.0.0.77' : 'None')),
  one(/^Service$/, 'a port', (copy) => copy.push('spec.ports', { name: 'more', port: 9, protocol: 'TCP', targetPort: 9 })),
  one(/^Service$/, 'ports the other way round', (copy) => copy.turn('spec.ports')),
  one(/^PodDisruptionBudget$/, 'more pods away', (copy) => {
    copy.set('spec.minAvailable', undefined);
    copy.set('spec.maxUnavailable', 2);
  }),
  one(
    /^HorizontalPodAutoscaler$/,
    'a higher maximum',
    stated('spec.maxReplicas', (most: number) => most + 5),
  ),
  one(
    /^HorizontalPodAutoscaler$/,
    'a lower maximum',
    stated('spec.maxReplicas', (most: number) => most - 1),
    true,
  ),
  one(
    /^HorizontalPodAutoscaler$/,
    'a higher minimum',
    stated('spec.minReplicas', (least: number) => least + 1),
  ),
  one(/^HorizontalPodAutoscaler$/, 'another target', set('spec.scaleTargetRef.name', 'other'), true),
  one(/^NetworkPolicy$/, 'everybody', (copy) => copy.set('spec.ingress', [{}]), true),
  one(/^NetworkPolicy$/, 'everywhere', (copy) => copy.set('spec.egress', [{}]), true),
  one(/^Namespace$/, 'other pods', set(['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], 'privileged'), true),
  one(
    /^ResourceQuota$/,
    'less room',
    stated('spec.hard', (hard: Body) => ({ ...hard, pods: '1' })),
    true,
  ),
  one(
    /^ResourceQuota$/,
    'more room',
    stated('spec.hard', (hard: Body) => ({ ...hard, pods: '9999' })),
  ),
  one(/^PriorityClass$/, 'its value', set('value', 7)),
  one(/^PriorityClass$/, 'its text', set('description', 'another')),
  one(/^StorageClass$/, 'its disks', set('parameters', { type: 'other' })),
  one(/^StorageClass$/, 'when it binds', (copy) =>
    copy.set('volumeBindingMode', copy.get('volumeBindingMode') === 'Immediate' ? 'WaitForFirstConsumer' : 'Immediate'),
  ),
  one(/^PersistentVolumeClaim$/, 'a smaller volume', set('spec.resources.requests.storage', '1Mi')),
  one(/^PersistentVolumeClaim$/, 'another class', set('spec.storageClassName', 'other')),
  one(rights, 'Secrets', (copy) => copy.push('rules', { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] })),
  one(rights, 'everything', (copy) => copy.set('rules', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }])),
  one(
    rights,
    'one verb more',
    stated('rules.0.verbs', (verbs: readonly string[]) => [...verbs, 'deletecollection']),
  ),
  one(rights, 'one rule less', (copy) => copy.list('rules').length > 1 && copy.list('rules').pop()),
  one(rights, 'rules the other way round', (copy) => copy.turn('rules')),
  one(rights, 'verbs the other way round', (copy) => copy.turn('rules.0.verbs')),
  one(rights, 'rules apart', (copy) => copy.set('rules', copy.list('rules').flatMap(apart))),
  one(bindings, 'another role', set('roleRef.name', 'other')),
  one(bindings, 'everybody', (copy) => copy.push('subjects', { kind: 'Group', name: 'system:authenticated', apiGroup: 'rbac.authorization.k8s.io' })),
  one(bindings, 'another account', (copy) => copy.push('subjects', { kind: 'ServiceAccount', name: 'default', namespace: 'default' })),
  one(bindings, 'nobody', set('subjects', [])),
  one(
    /^ServiceAccount$/,
    'the rights of an account of Google',
    set(['metadata', 'annotations', 'iam.gke.io/gcp-service-account'], 'x@y.iam.gserviceaccount.com'),
    true,
  ),
];

/** One rule for each verb. */
function apart(rule: unknown): readonly unknown[] {
  const { verbs } = rule as { readonly verbs: readonly unknown[] };
  return verbs.map((verb) => ({ ...(rule as Body), verbs: [verb] }));
}

const families: readonly Family[] = [...pod, ...others];

export interface Case {
  readonly before: KubernetesBody;
  readonly after: KubernetesBody;
  readonly what: string;
  readonly untold: boolean;
}

/** All changes of all objects to which they apply. */
export function casesOf(objects: readonly KubernetesBody[]): readonly Case[] {
  return objects.flatMap((before) =>
    families.flatMap(({ of, what, change, untold = false }) => {
      const copy = new Change(before);
      return of.test(before.kind) && change(copy) !== false ? [{ before, after: copy.body as KubernetesBody, what, untold }] : [];
    }),
  );
}
