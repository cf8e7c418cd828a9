/** Further ports of a scaled workload, beside the one that answers users, and how `calls` names a workload or one of its ports. */
import { z } from 'zod';
import { dnsLabel, port } from './fields';

/** Name of the port of a web service at which it answers requests. */
export const mainPort = 'http';
/** Name of the port at which Prometheus scrapes `telemetry.applicationMetrics`. */
export const metricsPort = 'metrics';

/** What Kubernetes accepts as the name of a port (IANA_SVC_NAME). */
const portLabel = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** Port numbers by name. Only workloads that state a port in `calls` (`orders:grpc`) may connect to it; to `metrics`, only Prometheus. */
export const furtherPorts = z.record(
  z.string().regex(portLabel, 'must be the name of a port: at most 15 of lower case letters, digits and single "-", with a letter, such as "grpc"'),
  port,
);

/** A web service by its name, or a further port of a scaled workload: `orders`, `orders:grpc`. */
export const callee = z.string().refine(
  (text) => {
    const [name, ...ports] = text.split(':');
    return dnsLabel.safeParse(name).success && ports.length <= 1 && ports.every((one) => portLabel.test(one));
  },
  { error: 'must be the name of a web service such as "orders", or of a further port such as "orders:grpc"' },
);

/** The fields of a scaled workload that this file reads. */
interface Listening {
  readonly kind: 'web' | 'worker';
  readonly name: string;
  readonly ports?: Readonly<Record<string, number>> | undefined;
}

/** Further ports that other workloads may call: all except `metrics`. */
export function callablePorts({ ports = {} }: Pick<Listening, 'ports'>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(ports).filter(([name]) => name !== metricsPort));
}

/** The names under which `calls` of other workloads may state this workload and its ports. */
export function calleesOf(workload: Listening): readonly string[] {
  return [...(workload.kind === 'web' ? [workload.name] : []), ...Object.keys(callablePorts(workload)).map((name) => `${workload.name}:${name}`)];
}

/** Names of the ports of a workload that another one calls. */
export function calledPorts(calls: readonly string[], { name }: Pick<Listening, 'name'>): readonly string[] {
  return calls.flatMap((text) => {
    const [called, portName = mainPort] = text.split(':');
    return called === name ? [portName] : [];
  });
}

/** Name of the port at which Prometheus scrapes `/metrics` of a workload. @returns undefined for a worker that states no such port */
export function measuredAt({ kind, ports = {} }: Pick<Listening, 'kind' | 'ports'>): string | undefined {
  if (metricsPort in ports) return metricsPort;
  return kind === 'web' ? mainPort : undefined;
}
