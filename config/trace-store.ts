/** A trace store outside the cluster: its addresses for clients, network policies and firewalls. */
import type { TraceStorage } from './tracing';

/** Stores that run outside the cluster. */
export type OutsideStore = Exclude<TraceStorage, { kind: 'badger' }>;

/** Where a client connects to. */
export interface StoreEndpoint {
  /** The option that contains it. */
  readonly option: 'url' | 'address';
  /** A name, or an address. */
  readonly host: string;
  readonly port: number;
}

/** Default ports of addresses without a port (RFC 9110, sections 4.2.1 and 4.2.2). */
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** `https://search.example` → search.example, 443; `traces.example:9440` → traces.example, 9440. */
export function storeEndpoint(store: OutsideStore): StoreEndpoint {
  if (store.kind === 'clickhouse') {
    const [host = '', port = ''] = store.address.split(':');
    return { option: 'address', host, port: Number(port) };
  }
  const { protocol, hostname, port } = new URL(store.url);
  return { option: 'url', host: hostname, port: port === '' ? (defaultPorts[protocol] ?? Number.NaN) : Number(port) };
}

/** Whether a name or an address leads to a pod or a Service of the cluster, or to the pod itself: a policy by address lets nobody reach those. */
export function isInsideCluster(host: string): boolean {
  return /^127\.|(?:^|\.)(?:localhost|svc|cluster\.local)\.?$/.test(host);
}
