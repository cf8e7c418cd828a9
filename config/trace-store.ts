/** A trace store outside the cluster: its addresses for clients, network policies and firewalls. */
import type { TraceStorage } from './tracing';

/** Stores that run outside the cluster. */
export type OutsideStore = Exclude<TraceStorage, { kind: 'badger' }>;

/** Host and port that a client connects to. */
export interface StoreEndpoint {
  /** Name of the option that contains the address. */
  readonly option: 'url' | 'address';
  /** A host name or an IPv4 address. */
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

/** Whether a host is a pod or a Service of the cluster, or the pod itself: a network policy by address cannot allow those. */
export function isInsideCluster(host: string): boolean {
  return /^127\.|(?:^|\.)(?:localhost|svc|cluster\.local)\.?$/.test(host);
}
