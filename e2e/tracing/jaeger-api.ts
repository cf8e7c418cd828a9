/** The part of Jaeger's HTTP query API that scenarios use. */
import { z } from 'zod';

const tag = z.looseObject({ key: z.string(), value: z.unknown() });

const span = z.looseObject({
  traceID: z.string(),
  spanID: z.string(),
  operationName: z.string(),
  processID: z.string(),
  startTime: z.number(),
  duration: z.number(),
  references: z.array(z.looseObject({ refType: z.string(), spanID: z.string() })),
  tags: z.array(tag),
});

const trace = z.looseObject({
  traceID: z.string(),
  spans: z.array(span),
  processes: z.record(z.string(), z.looseObject({ serviceName: z.string(), tags: z.array(tag) })),
});

const answer = z.looseObject({ data: z.array(trace) });

export type JaegerTrace = z.infer<typeof trace>;
export type JaegerSpan = z.infer<typeof span>;

/** The trace, or `undefined` while Jaeger does not know it. */
export async function findTrace(url: string, traceId: string): Promise<JaegerTrace | undefined> {
  const response = await fetch(`${url}/api/traces/${traceId}`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`Jaeger answered ${response.status} for trace ${traceId}: ${await response.text()}`);
  return answer.parse(await response.json()).data[0];
}

export interface TraceSearch {
  readonly service: string;
  readonly limit: number;
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Traces of a service that began in that time, newest first as Jaeger finds them. */
export async function latestTraces(url: string, { service, limit, from, to }: TraceSearch): Promise<readonly JaegerTrace[]> {
  const microseconds = (at: number): string => String(Math.round(at * 1e6));
  const search = new URLSearchParams({ service, limit: String(limit), start: microseconds(from), end: microseconds(to) });
  const response = await fetch(`${url}/api/traces?${search.toString()}`);
  if (!response.ok) throw new Error(`Jaeger answered ${response.status} for the traces of ${service}: ${await response.text()}`);
  return answer.parse(await response.json()).data;
}

const serviceNames = z.looseObject({ data: z.array(z.string()) });

/** Names of the services of which it has spans. */
export async function services(url: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/api/services`);
  return serviceNames.parse(await response.json()).data;
}

/** A tag's value as text, or `undefined`. */
export function tagOf({ tags }: { readonly tags: readonly z.infer<typeof tag>[] }, key: string): string | undefined {
  const found = tags.find((candidate) => candidate.key === key);
  return found === undefined ? undefined : String(found.value);
}

/** One line a span, indented below its parent: `service kind name`. */
export function treeOf({ spans, processes }: JaegerTrace): readonly string[] {
  const parentOf = (one: JaegerSpan): string | undefined => one.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
  const known = new Set(spans.map(({ spanID }) => spanID));
  const below = (parent: string | undefined, depth: number): readonly string[] =>
    spans
      .filter((one) => (parent === undefined ? !known.has(parentOf(one) ?? '') : parentOf(one) === parent))
      .sort((left, right) => left.startTime - right.startTime)
      .flatMap((one) => [
        `${'  '.repeat(depth)}${processes[one.processID]?.serviceName ?? '?'} ${tagOf(one, 'span.kind') ?? 'internal'} ${one.operationName}`,
        ...below(one.spanID, depth + 1),
      ]);
  return below(undefined, 0);
}
