/** Ports of a scaled workload beside the one that answers users, and how the callers of either kind are stated. */
import { z } from 'zod';
import { dnsLabel, port } from './fields';

/** Name of the port of a web service at which it answers requests. */
export const mainPort = 'http';
/** Name of the port at which Prometheus asks for `telemetry.applicationMetrics`. */
export const metricsPort = 'metrics';

/** What Kubernetes accepts as the name of a port (IANA_SVC_NAME). */
const portLabel = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** By name. Nobody may connect to one but who states it in `calls` (`orders:grpc`), and Prometheus to `metrics`. */
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

/** What this file needs of a scaled workload. */
interface Listening {
  readonly kind: 'web' | 'worker';
  readonly name: string;
  readonly ports?: Readonly<Record<string, number>> | undefined;
}

/** Further ports that others may call: all but that of metrics. */
export function callablePorts({ ports = {} }: Pick<Listening, 'ports'>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(ports).filter(([name]) => name !== metricsPort));
}

/** As they stand in `calls`. */
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

/** Name of the port at which a workload answers `/metrics`. @returns undefined for a worker that states none */
export function measuredAt({ kind, ports = {} }: Pick<Listening, 'kind' | 'ports'>): string | undefined {
  if (metricsPort in ports) return metricsPort;
  return kind === 'web' ? mainPort : undefined;
}
