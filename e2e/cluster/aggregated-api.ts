import { readFile } from 'node:fs/promises';
import { eventually } from '../waiting/assertions';
import { type Cluster } from './cluster';
import type { Duration } from '../../config/duration';
import { conditionStatus } from './kubernetes-object';

/** An API group that a process on this machine serves. */
export interface AggregatedApi {
  readonly group: string;
  readonly versions: readonly string[];
  /** Its namespace must exist. A Service of that name is replaced by one of type ExternalName for this machine. */
  readonly service: { readonly namespace: string; readonly name: string };
  /** Loopback port of the process. */
  readonly port: number;
  /** @default 30 s */
  readonly availableWithin?: Duration;
}

/**
 * Registers the group with the API server and waits until it is available. An APIService that exists, for example from
 * generated manifests, keeps all fields except the address of the process and the authority of its certificate.
 */
export async function aggregate(cluster: Cluster, api: AggregatedApi): Promise<void> {
  const { namespace, name } = api.service;
  // The API server dials the external name at the APIService's port and checks the certificate for <name>.<namespace>.svc.
  await cluster.apply([{ apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec: { type: 'ExternalName', externalName: 'localhost' } }]);
  await Promise.all(api.versions.map((version, index) => register(cluster, { ...api, version, versionPriority: 100 - index })));
}

type AggregatedVersion = AggregatedApi & { readonly version: string; readonly versionPriority: number };

async function register(cluster: Cluster, api: AggregatedVersion): Promise<void> {
  const name = `${api.version}.${api.group}`;
  const route = {
    service: { ...api.service, port: api.port },
    caBundle: (await readFile(cluster.caFile)).toString('base64'),
    insecureSkipTLSVerify: false,
  };
  const existing = (await cluster.list('apiservices')).some((object) => object.metadata.name === name);
  if (existing) {
    await cluster.patch({ kind: 'apiservice', name }, { spec: route });
  } else {
    const { group, version, versionPriority } = api;
    const spec = { ...route, group, version, versionPriority, groupPriorityMinimum: 100 };
    await cluster.apply([{ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name }, spec }]);
  }
  await eventually(`APIService ${name} is available`, () => cluster.get({ kind: 'apiservice', name }), {
    until: (object) => conditionStatus(object, 'Available') === 'True',
    timeout: api.availableWithin ?? '30s',
  });
}
