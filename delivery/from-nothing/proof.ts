/** Proves that an environment serves: a request is answered, its trace is kept, its metric reaches the autoscaler, and the autoscaler is active. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { reason } from '../../command-line/failure';

export interface Proof {
  readonly found: readonly string[];
  /** What could not be proven, with what to look at. */
  readonly missing: readonly string[];
}

export interface Asked {
  /** Address of the service. */
  readonly url: string;
  /** Jaeger's query interface. @default - traces are not queried: Jaeger is behind a login */
  readonly traces?: string;
  readonly workload: { readonly name: string; readonly namespace: string };
  /** The autoscaler from the API server, or why there is none. */
  readonly autoscaler: () => { readonly ok: boolean; readonly output: string };
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const patience = 60;
const second = 1000;

export async function proofOf(asked: Asked): Promise<Proof> {
  const parts = [await answered(asked), await scaled(asked)].flat();
  return { found: parts.flatMap(({ found }) => found ?? []), missing: parts.flatMap(({ missing }) => missing ?? []) };
}

interface Part {
  readonly found?: string;
  readonly missing?: string;
}

async function answered(asked: Asked): Promise<readonly Part[]> {
  const trace = randomBytes(16).toString('hex');
  const status = await statusOf(asked, trace);
  if (typeof status === 'string') return [{ missing: `${asked.url} must answer, but does not: ${status}` }];
  if (status >= 500) return [{ missing: `${asked.url} must answer without an error, received ${status}` }];
  return [{ found: `${asked.url} answers` }, await traced(asked, trace)];
}

async function statusOf({ url, fetch }: Asked, trace: string): Promise<number | string> {
  try {
    // sampled on request: only one in five ordinary traces is kept
    const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`, tracestate: 'lyo=keep' };
    return (await fetch(url, { headers })).status;
  } catch (error) {
    return reason(error);
  }
}

async function traced({ traces, fetch, sleep }: Asked, trace: string): Promise<Part> {
  if (traces === undefined) return { missing: `its trace ${trace}: look for it in the console of Jaeger, or give --traces <address of its query interface>` };
  for (let waited = 0; waited < patience; waited += 1) {
    const answer = await fetch(`${traces}/api/traces/${trace}`).catch(() => undefined);
    if (answer?.ok === true) return { found: `its trace ${trace} is kept` };
    await sleep(second);
  }
  return { missing: `its trace ${trace} within ${patience} s: docs/runbooks has what to look at` };
}

const autoscaler = z.object({
  status: z.object({
    currentReplicas: z.number().optional(),
    currentMetrics: z.array(z.record(z.string(), z.unknown())).nullish(),
    conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() })).default([]),
  }),
});

/** The current metrics in its status: a metric with a value was read successfully. */
async function scaled({ workload: { name, namespace }, autoscaler: ask, sleep }: Asked): Promise<readonly Part[]> {
  let parts: readonly Part[] = [];
  for (let waited = 0; waited < patience; waited += 1) {
    parts = partsOf(ask(), `${namespace}/${name}`);
    if (parts.every(({ missing }) => missing === undefined)) return parts;
    await sleep(second);
  }
  return parts;
}

function partsOf({ ok, output }: { readonly ok: boolean; readonly output: string }, name: string): readonly Part[] {
  if (!ok) return [{ missing: `the autoscaler ${name}: ${output.trim()}` }];
  const { conditions, currentMetrics } = autoscaler.parse(JSON.parse(output)).status;
  const active = conditions.find(({ type }) => type === 'ScalingActive');
  const metrics = (currentMetrics ?? []).flatMap(namesOf);
  return [
    metrics.length > 0 ? { found: `its metrics ${metrics.join(', ')} have values` } : { missing: `a metric of the autoscaler ${name} with a value` },
    active?.status === 'True'
      ? { found: `the autoscaler ${name} is active` }
      : { missing: `the autoscaler ${name} must be active: ${active?.message ?? 'it reports nothing yet'}` },
  ];
}

function namesOf(metric: Readonly<Record<string, unknown>>): readonly string[] {
  const object = z
    .object({ metric: z.object({ name: z.string() }), current: z.object({ value: z.string() }).or(z.object({ averageValue: z.string() })) })
    .safeParse(metric['object']);
  return object.success ? [object.data.metric.name] : [];
}
