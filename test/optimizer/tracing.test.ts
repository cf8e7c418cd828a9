/** Traces of the optimizer: a tick is a trace with a span for each stage, logs have its ids, and a missing collector does no harm. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { LogLine } from '../../optimizer/ports';
import type { Stage, World } from '../../optimizer/stages/stage';
import { tick } from '../../optimizer/tick';
import { spanClock } from '../../optimizer/tracing/span-clock';
import { activeIds, startTracing, type Tracing } from '../../optimizer/tracing/tracing';

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  status: z.object({ code: z.number() }),
});
const sent = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes: z.array(z.unknown()) }), scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});
type Span = z.infer<typeof span>;

let server: Server;
let spans: Span[];
let [status, requests] = [200, 0];
let paths: (string | undefined)[];
let tracing: Tracing | undefined;
const lines: LogLine[] = [];

beforeEach(async () => {
  [spans, status, requests, paths, lines.length] = [[], 200, 0, [], 0];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests += 1;
      paths.push(request.url);
      const body = sent.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await tracing?.stop();
  tracing = undefined;
  server.close();
});

/** Wall clock of whole milliseconds, in which all stages begin, and a monotonic one of a microsecond a look. */
let looks = 0;
const clock = spanClock(
  () => 1_700_000_000_000,
  () => (looks += 0.001),
);

function started(): Tracing {
  const log = (line: LogLine): void => void lines.push({ ...line, ...activeIds() });
  tracing = startTracing({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, instance: 'optimizer-0', log, clock });
  return tracing;
}

function ticked(of: Pick<World, 'inSpan'>, stages: readonly Stage[]): ReturnType<typeof tick> {
  const world = { ...of, log: (line: LogLine) => void lines.push({ ...line, ...activeIds() }), clock: () => 0, breathe: () => Promise.resolve() };
  return tick(world as unknown as World, [], () => 0, stages);
}

const stage = (name: string, run: Stage['run'] = () => Promise.resolve()): Stage => ({ name, run });
const told = stage('decide', ({ log }) => {
  log({ level: 'info', message: 'decided' });
  return Promise.resolve();
});
const broken = stage('measure', () => Promise.reject(new Error('no answer')));

async function flushed(): Promise<void> {
  await tracing?.stop();
  tracing = undefined;
}

test('a tick is one trace with a span for each stage, and log lines have their ids', async () => {
  const { inSpan } = started();
  await ticked({ inSpan }, [stage('observe'), told]);
  await flushed();
  const [root] = spans.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === '');
  expect(root?.name).toBe('tick');
  const below = spans.filter((one) => one !== root);
  expect(below.map(({ name, traceId, parentSpanId }) => [name, traceId, parentSpanId])).toEqual(
    ['observe', 'decide'].map((name) => [name, root?.traceId, root?.spanId]),
  );
  expect(lines).toEqual([expect.objectContaining({ message: 'decided', trace_id: root?.traceId, span_id: below[1]?.spanId })]);
  expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
});

test('stages that begin within one millisecond begin one after the other, and end before the next begins', async () => {
  const { inSpan } = started();
  const names = ['observe', 'measure', 'forecast', 'decide', 'act'];
  await ticked(
    { inSpan },
    names.map((name) => stage(name)),
  );
  await flushed();
  const below = spans.filter(({ name }) => name !== 'tick').sort((one, other) => Number(one.startTimeUnixNano - other.startTimeUnixNano));
  expect(below.map(({ name }) => name)).toEqual(names);
  const times = below.flatMap(({ startTimeUnixNano, endTimeUnixNano }) => [startTimeUnixNano, endTimeUnixNano]);
  for (const [index, time] of times.entries()) expect(time > (times[index - 1] ?? 0n)).toBe(true);
  expect(new Set(times.map((time) => time / 1_000_000n)).size).toBe(1);
});

test('the clock of spans never goes back while nobody sets the wall clock, and follows it when somebody does', () => {
  let [wall, elapsed] = [1_700_000_000_000.9, 5];
  const now = spanClock(
    () => Math.floor(wall),
    () => elapsed,
  );
  let last = now();
  for (let step = 0; step < 5000; step += 1) {
    [wall, elapsed] = [wall + 0.3, elapsed + 0.3];
    const at = now();
    expect(at).toBeGreaterThan(last);
    expect(Math.abs(at - wall)).toBeLessThan(3);
    last = at;
  }
  for (const jump of [-3_600_000, 7_200_000]) {
    wall += jump;
    expect(Math.abs(now() - wall)).toBeLessThan(3);
  }
});

test('two ticks are two traces', async () => {
  const { inSpan } = started();
  await Promise.all([ticked({ inSpan }, [told]), ticked({ inSpan }, [told])]);
  await flushed();
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
});

test('the span of a failing stage has an error, and the tick ends as without tracing', async () => {
  const { inSpan } = started();
  const report = await ticked({ inSpan }, [broken, told]);
  await flushed();
  expect(report.fault).toBe('measure: no answer');
  expect(spans.map(({ name, status: { code } }) => [name, code])).toEqual([
    ['measure', 2],
    ['tick', 0],
  ]);
});

test('without an endpoint nothing is traced, and no log line has an id', async () => {
  await ticked({}, [told]);
  expect(lines).toEqual([{ level: 'info', message: 'decided' }]);
  expect(requests).toBe(0);
});

test.each<[string, () => void]>([
  ['refuses', () => (status = 503)],
  ['is away', () => server.close()],
])('a collector that %s only loses spans, and is reported once', async (_, fault) => {
  const { inSpan } = started();
  fault();
  server.closeAllConnections();
  for (let count = 0; count < 400; count += 1) expect((await ticked({ inSpan }, [stage('observe')])).fault).toBeUndefined();
  await flushed();
  expect(lines.filter(({ message }) => message.startsWith('spans could not be sent'))).toHaveLength(1);
});
