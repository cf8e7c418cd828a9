/** A small set of manifests for scenarios about delivery: a shop with parts that can be changed or left out. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { commitAll, startRepository } from './git-repository';

export const shopNamespace = 'shop';

/** Changes of the shop; each part is a file. */
export interface Shop {
  /** Image tag of the web pods. @default 1 */
  readonly version?: number;
  /** Image tag of the web pods alone. @default - the version */
  readonly image?: number;
  /** Label by which the Deployment selects web pods; a selector is immutable. @default - the name of the web Deployment */
  readonly label?: string;
  /** Whether web pods run as root, of which a restricted namespace warns. @default false */
  readonly root?: boolean;
  /** Name of the web Deployment. @default web */
  readonly web?: string;
  /** Seconds from creation to readiness. @default 1 */
  readonly start?: number;
  /** Name of the StatefulSet's Service; it is immutable. @default db */
  readonly governing?: string;
  /** Parts that are left out. @default - none */
  readonly without?: readonly ('worker' | 'db' | 'claim' | 'attic' | 'web')[];
  /** Number of further ConfigMaps. @default 0 */
  readonly more?: number;
  /** Minimum of an autoscaler of the web pods; the manifest then has no `replicas`. @default - two, without an autoscaler */
  readonly scaledFrom?: number;
  /** `replicas` of the web Deployment. @default - two without an autoscaler, and none with one */
  readonly replicas?: number;
  /** An annotation of the web Deployment. @default - none */
  readonly note?: string;
}

/** A git repository with the shop under `manifests/dev`, as a user has one. */
export class ShopRepository {
  constructor(readonly folder: string) {
    startRepository(folder);
  }

  get manifests(): string {
    return join(this.folder, 'manifests');
  }

  /** Writes and commits. @returns the commit */
  commit(shop: Shop, message = JSON.stringify(shop)): string {
    this.write(shop);
    return commitAll(this.folder, message);
  }

  /** Writes without committing. */
  write(shop: Shop): void {
    const folder = join(this.manifests, 'dev');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, objects] of Object.entries(partsOf(shop)))
      writeFileSync(join(folder, `${name}.yaml`), objects.map((object) => stringify(object)).join('---\n'));
  }
}

function partsOf({
  version = 1,
  root = false,
  web = 'web',
  start = 1,
  governing = 'db',
  without = [],
  more = 0,
  ...pods
}: Shop): Readonly<Record<string, readonly object[]>> {
  const parts: Readonly<Record<string, readonly object[]>> = {
    namespaces: [namespace(shopNamespace)],
    attic: [namespace('attic')],
    web: [
      deployment(web, { image: `web:${pods.image ?? version}`, label: pods.label, start, root, ...countedPods(pods) }),
      service(web, pods.label),
      settings(`${web}-settings`, version),
    ],
    worker: [deployment('worker', { image: 'worker:1', start: 1, root: false, replicas: 2 }), service('worker'), settings('worker-settings', 1)],
    db: [statefulSet(governing), service('db')],
    claim: [claim],
    autoscaler: pods.scaledFrom === undefined ? [] : [autoscaler(web, pods.scaledFrom)],
    more: Array.from({ length: more }, (_, index) => settings(`more-${index}`, version)),
  };
  return Object.fromEntries(Object.entries(parts).filter(([name, objects]) => objects.length > 0 && !without.some((part) => part === name)));
}

function countedPods({
  scaledFrom,
  replicas = scaledFrom === undefined ? 2 : undefined,
  note,
}: Pick<Shop, 'scaledFrom' | 'replicas' | 'note'>): Pick<Pods, 'replicas' | 'note'> {
  return { replicas, note };
}

function namespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'pod-security.kubernetes.io/warn': 'restricted' } } };
}

function settings(name: string, version: number): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: shopNamespace }, data: { version: String(version) } };
}

function service(app: string, label = app): object {
  const spec = { selector: { app: label }, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace: shopNamespace }, spec };
}

interface Pods {
  readonly image: string;
  /** @default - its name */
  readonly label?: string | undefined;
  readonly start: number;
  readonly root: boolean;
  /** @default - left to an autoscaler */
  readonly replicas?: number | undefined;
  readonly note?: string | undefined;
}

function template(app: string, { image, label = app, start, root }: Pods): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: !root, seccompProfile: { type: 'RuntimeDefault' } };
  return {
    metadata: { labels: { app: label }, annotations: { 'pod-ready.stage.kwok.x-k8s.io/delay': `${start}s` } },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: app, image, securityContext, resources: { requests: { cpu: '10m' } } }] },
  };
}

function deployment(app: string, pods: Pods): object {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const counted = pods.replicas === undefined ? {} : { replicas: pods.replicas };
  const spec = { ...counted, progressDeadlineSeconds: 15, strategy, selector: { matchLabels: { app: pods.label ?? app } }, template: template(app, pods) };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app, namespace: shopNamespace, ...annotated(pods.note) }, spec };
}

function autoscaler(name: string, minReplicas: number): object {
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }];
  const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas, maxReplicas: 20, metrics };
  return { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name, namespace: shopNamespace }, spec };
}

function annotated(note: string | undefined): object {
  return note === undefined ? {} : { annotations: { note } };
}

function statefulSet(serviceName: string): object {
  const spec = { serviceName, replicas: 1, selector: { matchLabels: { app: 'db' } }, template: template('db', { image: 'db:1', start: 1, root: false }) };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: shopNamespace }, spec };
}

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'uploads', namespace: shopNamespace },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
