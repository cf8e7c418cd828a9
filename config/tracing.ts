/** How spans travel and where traces are kept. */
import { z } from 'zod';
import { duration, memory, wholeSeconds } from './quantities';

/** A key of a Secret that exists before the platform is applied. */
export const secretKey = z.strictObject({
  secret: z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, 'must be the name of a Secret'),
  key: z.string().regex(/^[-._a-zA-Z0-9]+$/, 'must be a key of a Secret'),
});

const collectors = z.discriminatedUnion('layout', [
  /** One pod receives, measures, samples and sends: for small environments. It has the pipelines of agent and gateway without the hop between them. */
  z.strictObject({ layout: z.literal('single') }),
  /** Stateless agents take spans from applications and route each trace to one of the gateways, which measure and sample whole traces. */
  z.strictObject({
    layout: z.literal('tiers'),
    /** Bounds of the agents' autoscaler, which scales on CPU; equal numbers fix their count. */
    agents: z.strictObject({ min: z.int().min(1).max(50), max: z.int().min(1).max(50) }),
    gateways: z.int().min(1).max(20),
  }),
]);

/** Which traces are kept. Traces with errors, slow traces and forced traces are always kept. */
const sampling = z.strictObject({
  /** Percentage of each service's other traces that is kept. */
  baselinePercent: z.number().min(0, 'must be 0 to 100 percent').max(100, 'must be 0 to 100 percent'),
  /** A trace that takes at least this long is slow. */
  slow: duration,
  /** Time that a gateway waits for the spans of a trace before it decides. */
  decisionWait: duration,
  /** Traces per second that begin at each gateway; the number of traces that it can hold follows from it. @default the maximum of the scaling policies (config/budgets/trace-capacity.ts) */
  tracesPerSecond: z.int().min(1).max(100_000).optional(),
  /** Spans of one trace, on average; the memory that gateways need follows from it. @default 5 */
  spansPerTrace: z.int().min(1).max(1000).optional(),
});

/** IP range and port of a store outside the cluster, because a network policy matches no host names. */
const outside = { network: z.strictObject({ cidr: z.cidrv4('must be an IPv4 range such as "10.0.0.0/16"'), port: z.int().min(1).max(65535) }) };
/** A full host name or an IPv4 address. A name without a dot would be looked up in the cluster first. */
const host = `(?:${z.regexes.domain.source.slice(1, -1)}|${z.regexes.ipv4.source.slice(1, -1)})`;
const hostname = new RegExp(`^${host}$`);
const searchCluster = {
  url: z.url({ protocol: /^https?$/, hostname, error: 'must be an http or https address' }),
  user: secretKey,
  password: secretKey,
  ...outside,
};

/** Where Jaeger keeps traces. */
const storage = z.discriminatedUnion('kind', [
  /** Badger on the volume of one pod, which has both roles of Jaeger (collector and query): two processes cannot share a Badger database. */
  z.strictObject({ kind: z.literal('badger'), dailyVolume: memory }),
  z.strictObject({ kind: z.literal('opensearch'), ...searchCluster }),
  z.strictObject({ kind: z.literal('elasticsearch'), ...searchCluster }),
  z.strictObject({
    kind: z.literal('clickhouse'),
    address: z.string().regex(new RegExp(`^(?:localhost|${host}):\\d+$`), 'must be "host:port", with the full name of the host or its address'),
    database: z.string(),
    user: secretKey,
    password: secretKey,
    ...outside,
  }),
]);

export const tracing = z.strictObject({
  collectors,
  sampling,
  storage,
  /** How long traces are kept. */
  retention: wholeSeconds('Jaeger', { most: '315360000s' }),
});

export type Tracing = z.infer<typeof tracing>;
export type TraceStorage = z.infer<typeof storage>;
