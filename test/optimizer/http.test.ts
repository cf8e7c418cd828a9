import { request } from 'node:http';
import { connect } from 'node:net';
import { answers } from '../../optimizer/http/answers';
import type { ServiceView } from '../../optimizer/http/service-view';
import { serve, type ListeningServer } from '../../optimizer/http/server';
import { exposition, ownMetrics } from '../../optimizer/metrics';
import { playedWorld, type PlayedWorld } from './played-world';

let world: PlayedWorld;
let server: ListeningServer;

beforeAll(async () => {
  world = playedWorld();
  await world.ticks(2);
  server = await serve({ host: '127.0.0.1', port: 0, view: () => world.service.view() });
});

afterAll(() => server.close());

interface Received {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function send(method: string, path: string, body?: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.address.port, method, path, headers: { 'content-length': Buffer.byteLength(body ?? '') } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test.each(Object.keys(answers))('%s answers with its content type', async (path) => {
  const { status, body, headers } = await send('GET', path);
  expect(status).toBe(200);
  if (path === '/metrics') expect(body).toContain('lyo_forecast_replicas{target_namespace="lyo-backend",target_deployment="backend"} ');
  else if (path === '/') expect(body).toMatch(/^<!doctype html>/);
  else expect(JSON.parse(body)).toEqual(expect.any(Object));
  expect(headers['cache-control']).toBe('no-store');
  expect(await send('HEAD', path)).toMatchObject({ status: 200, body: '' });
  expect(await send('GET', `${path}?verbose=1`)).toMatchObject({ status: 200 });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('the API is read-only: %s is refused, whatever it sends', async (method) => {
  for (const path of Object.keys(answers)) expect(await send(method, path, 'x'.repeat(100_000))).toMatchObject({ status: 405 });
});

test.each([
  '/api',
  '/api/v1/',
  '/metrics/',
  '//metrics',
  '/../etc/passwd',
  '/__proto__',
  '/constructor',
  '/toString',
  `/${'a'.repeat(3000)}`,
  '/%00',
  '/health/ready/x',
])('the path %s is not found', async (path) => expect(await send('GET', path)).toMatchObject({ status: 404 }));

/** What a server answers to bytes, until it closes the connection. */
function answerToBytes(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(server.address.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString())).on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

/** The kind: what is no request is refused by a status of HTTP and ends its own connection alone. */
test.each([
  ['a query of more than 8 KiB', `GET /health?${'a'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['a header of more than 8 KiB', `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(9000)}\r\n\r\n`, 431],
  ['words', 'hello\r\n\r\n', 400],
  ['TLS', Buffer.from('16030100a5010000a1', 'hex'), 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['a path of other letters', 'GET /ü HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
  ['two lengths', 'POST /api/v1/freeze HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 400],
  ['a length and chunks', 'POST /api/v1/freeze HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['a length below 0', 'POST /api/v1/freeze HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}', 400],
])('%s is refused, and others are answered', async (_, bytes, status) => {
  const others = Promise.all([send('GET', '/health'), send('GET', '/health/ready')]);
  expect(await answerToBytes(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(await others).toMatchObject([{ status: 200 }, { status: 200 }]);
});

/** The kind: nobody who is slow keeps the process. Without an end of theirs the server would be open for as long as they like. */
test.each([
  ['sends a body byte by byte', 'POST /api/v1/workloads HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', 'x'],
  ['sends headers one by one', 'GET /health HTTP/1.1\r\n', 'X-A: b\r\n'],
  ['sends nothing', '', ''],
])('a server that is closed waits for nobody who %s', async (_, begin, more) => {
  const closing = await serve({ host: '127.0.0.1', port: 0, view: () => world.service.view() });
  const socket = connect(closing.address.port, '127.0.0.1', () => socket.write(begin)).on('error', () => undefined);
  const gone = new Promise((resolve) => socket.on('close', resolve));
  const drip = setInterval(() => socket.write(more), 20);
  await new Promise((resolve) => socket.once('connect', resolve));
  await closing.close();
  await gone;
  clearInterval(drip);
});

test('decisions have their reasons', async () => {
  const { decisions } = JSON.parse((await send('GET', '/api/v1/decisions')).body) as { decisions: readonly { policy: string; reasons: readonly string[] }[] };
  expect(decisions.find(({ policy }) => policy === 'replica-forecast')?.reasons[0]).toMatch(/requests\/s at 100 a pod and a headroom of 1.1: \d+ replicas/);
});

describe('health', () => {
  const viewWith = (change: Partial<ServiceView>): ServiceView => ({ ...world.service.view(), ...change });

  test('a process is alive during a tick of twice the usual time, and not when its ticks are stuck', () => {
    expect(answers['/health']?.(viewWith({ quietFor: 60 })).status).toBe(200);
    expect(answers['/health']?.(viewWith({ quietFor: 301 })).status).toBe(503);
  });

  test('a process is ready after its first complete tick, until it stops', () => {
    expect(answers['/health/ready']?.(viewWith({ counts: { whole: 0, broken: 3 } })).status).toBe(503);
    expect(answers['/health/ready']?.(viewWith({ stopping: true })).status).toBe(503);
  });

  test('the public verdict has only fixed words, and no text from elsewhere', () => {
    const view = world.service.view();
    const states = view.states.map((state) => ({ ...state, blind: 'connect ECONNREFUSED 10.1.2.3:9090', frozen: 'frozen by alice' }));
    const said = answers['/health/optimization']?.(viewWith({ states, now: view.now + 100 })).body ?? '';
    expect(said).toContain('"because":"blind"');
    expect(said).not.toMatch(/ECONNREFUSED|alice|"why"/);
  });

  test('the optimization is healthy until the publication expires', () => {
    const { now } = world.service.view();
    expect(answers['/health/optimization']?.(viewWith({ now: now + 44 })).status).toBe(200);
    expect(answers['/health/optimization']?.(viewWith({ now: now + 46 })).status).toBe(503);
  });
});

test('labels are escaped as Prometheus reads them', () => {
  const text = exposition([{ metric: ownMetrics.refused, labels: { why: 'a "quoted"\\ line\nand more' }, value: Number.NaN }]);
  expect(text).toContain('lyo_optimizer_refused{why="a \\"quoted\\"\\\\ line\\nand more"} NaN\n');
});
