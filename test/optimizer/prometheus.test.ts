import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { backingOff } from '../../optimizer/adapters/back-off';
import { prometheusSource } from '../../optimizer/adapters/prometheus';
import type { MetricsAnswer, MetricsSource } from '../../optimizer/ports';

let server: Server | undefined;

async function answering(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Seconds that a busy machine has for an answer, and after which one that never comes is given up. */
const [patience, impatience] = [10, 0.5];
const sourceAt = (url: string, timeout = patience): MetricsSource => prometheusSource({ url, timeout, mostBytes: 100_000 });
const ask = (url: string, timeout?: number): Promise<MetricsAnswer> => sourceAt(url, timeout).range('up', { from: 0, until: 600, step: 300 });
/** 50 MB of nothing. */
const unpacking = gzipSync(Buffer.alloc(50_000_000));
/** Titles of what never ends. */
const endless: ReadonlySet<string> = new Set(['silence', 'a byte now and then', 'headers without an end']);
const timeoutOf = (title: string): number => (endless.has(title) ? impatience : patience);
const send =
  (body: string, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(body);
const ok = (result: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, ...more });

test('a matrix and a vector are read as series with samples', async () => {
  const matrix = await ask(
    await answering(
      send(
        ok([
          {
            metric: { a: 'b' },
            values: [
              [300, '1.5'],
              [600, 'NaN'],
            ],
          },
        ]),
      ),
    ),
  );
  expect(matrix).toEqual({
    kind: 'series',
    warnings: [],
    series: [
      {
        labels: { a: 'b' },
        samples: [
          { at: 300, value: 1.5 },
          { at: 600, value: Number.NaN },
        ],
      },
    ],
  });
});

test('an instant query returns one sample of each series, at the requested time', async () => {
  let asked = '';
  const url = await answering((request, response) => {
    request.on('data', (chunk: Buffer) => (asked += chunk.toString()));
    request.on('end', () => response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [9, '7'] }] } })));
  });
  expect(await sourceAt(url).instant('up', 1234.5)).toMatchObject({ series: [{ samples: [{ at: 9, value: 7 }] }] });
  expect(new URLSearchParams(asked).get('time')).toBe('1234.5');
});

test('warnings are passed on, so that a partial answer is not taken for a complete one', async () => {
  expect(await ask(await answering(send(ok([], { warnings: ['store 2 is away'] }))))).toEqual({ kind: 'series', series: [], warnings: ['store 2 is away'] });
});

/** Any response gives a typed answer, without an exception. */
const bad: readonly { readonly title: string; readonly listener: RequestListener; readonly kind: MetricsAnswer['kind']; readonly why: RegExp }[] = [
  { title: 'garbage', listener: send('\u0000\u0001garbage'), kind: 'refused', why: /not an answer of Prometheus/ },
  { title: 'an empty body', listener: send(''), kind: 'refused', why: /not an answer/ },
  { title: 'a page of HTML', listener: send('<html>sign in</html>'), kind: 'refused', why: /sign in/ },
  { title: 'a proxy without its Prometheus', listener: send('bad gateway', 502), kind: 'unavailable', why: /502.*bad gateway/ },
  {
    title: 'JSON of another shape',
    listener: send('{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[["x",1]]}]}}'),
    kind: 'refused',
    why: /not an answer/,
  },
  { title: 'a scalar', listener: send('{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}'), kind: 'refused', why: /not an answer/ },
  { title: 'JSON that is cut off', listener: send(ok([]).slice(0, -3)), kind: 'refused', why: /not an answer/ },
  {
    title: 'an error of the query',
    listener: send('{"status":"error","errorType":"bad_data","error":"parse error"}', 400),
    kind: 'refused',
    why: /bad_data: parse error/,
  },
  {
    title: 'a Prometheus that starts',
    listener: send('{"status":"error","errorType":"unavailable","error":"TSDB not ready"}', 503),
    kind: 'unavailable',
    why: /TSDB not ready/,
  },
  { title: 'an answer that is too long', listener: send(`"${'x'.repeat(200_000)}"`), kind: 'refused', why: /at most 100000 bytes/ },
  { title: 'a connection that ends', listener: (request) => void request.socket.destroy(), kind: 'unavailable', why: /fetch failed: / },
  {
    title: 'an answer that ends in the middle',
    listener: (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
    kind: 'unavailable',
    why: /./,
  },
  { title: 'silence', listener: () => undefined, kind: 'unavailable', why: /timeout/ },
  {
    title: 'a redirect',
    listener: (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    kind: 'unavailable',
    why: /redirect/,
  },
];

/** The kind: what Go does not write as a float is no measurement. */
test.each(['', ' ', '0x10', '0b1', '1_000', '1,5', 'Infinity', '-Infinity', 'nan', 'null', '1.', '.5', '1e', '--1', '1 ', '１'])(
  'a value of %j is no answer of Prometheus, and none is taken for 0',
  async (value) => {
    const url = await answering(send(ok([{ metric: {}, values: [[300, value]] }])));
    expect(await ask(url)).toEqual({ kind: 'refused', why: expect.stringMatching(/not an answer/) });
  },
);

test.each([
  ['0', 0],
  ['-0', -0],
  ['1e-07', 1e-7],
  ['1.7976931348623157e+308', Number.MAX_VALUE],
  ['1e+400', Number.NaN],
  ['+Inf', Number.NaN],
  ['-Inf', Number.NaN],
  ['NaN', Number.NaN],
])('a value of %s is %d', async (text, value) => {
  const url = await answering(send(ok([{ metric: {}, values: [[300, text]] }])));
  expect(await ask(url)).toMatchObject({ kind: 'series', series: [{ samples: [{ at: 300, value }] }] });
});

/** Status and parts of the answer are right, and something in it is of another type, deep, large, or in another encoding. */
const odd: readonly (readonly [title: string, listener: RequestListener, kind: MetricsAnswer['kind']])[] = [
  ['brackets of 50,000 levels', send('['.repeat(50_000)), 'refused'],
  ['50,000 levels in the place of labels', send(ok([{ metric: { a: 0 }, values: [] }]).replace('0', `${'['.repeat(40_000)}${']'.repeat(40_000)}`)), 'refused'],
  ['a time that no number holds', send(ok([{ metric: {}, values: [[0, '1']] }]).replace('[0,', '[1e999,')), 'refused'],
  ['a label that is a number', send(ok([{ metric: { a: 1 }, values: [] }])), 'refused'],
  ['warnings that are a text', send(ok([], { warnings: 'x' })), 'refused'],
  ['histograms in place of values', send(ok([{ metric: {}, histograms: [] }])), 'refused'],
  ['success with status 500', send(ok([]), 500), 'unavailable'],
  ['success with status 403', send(ok([]), 403), 'refused'],
  ['status 204', send('', 204), 'refused'],
  ['status 401 of a proxy', send('{"status":401}', 401), 'refused'],
  ['an answer that grows when it is unpacked', (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(unpacking), 'refused'],
  [
    'what is no gzip though it says so',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"status":"success"}'),
    'unavailable',
  ],
  ['an encoding of two layers', (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(unpacking)), 'refused'],
  ['bytes that are no UTF-8', (_, response) => void response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0x7b])), 'refused'],
  ['a redirect to itself', (request, response) => void response.writeHead(307, { location: request.url }).end(), 'unavailable'],
  ['a byte now and then', (_, response) => void setInterval(() => response.write(' '), 50).unref(), 'unavailable'],
  ['headers without an end', (request) => void setInterval(() => request.socket.write('X-A: b\r\n'), 50).unref(), 'unavailable'],
];

test.each(odd)('%s causes no exception', async (title, listener, kind) => {
  expect(await ask(await answering(listener), timeoutOf(title))).toMatchObject({ kind });
});

test.each(bad)('$title is $kind', async ({ title, listener, kind, why }) => {
  expect(await ask(await answering(listener), timeoutOf(title))).toEqual({ kind, why: expect.stringMatching(why) });
});

test('an endless answer is aborted at its size limit: memory use stays low, and the connection is closed', async () => {
  let [sent, cut] = [0, false];
  const chunk = Buffer.alloc(65_536, 0x20);
  const url = await answering((_, response) => {
    const more = (): void => {
      for (let free = true; free && !response.destroyed && sent < 100_000_000; sent += chunk.length) free = response.write(chunk);
    };
    response.on('drain', more).on('close', () => (cut = true));
    more();
  });
  expect(await ask(url)).toMatchObject({ kind: 'refused', why: expect.stringMatching(/at most/) });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(cut).toBe(true);
  expect(sent).toBeLessThan(20_000_000);
});

test('a refused connection is unavailable', async () => {
  expect(await ask('http://127.0.0.1:1')).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(/ECONNREFUSED|bad port|fetch failed/) });
});

describe('a source that failed', () => {
  const gone: MetricsAnswer = { kind: 'unavailable', why: 'gone' };
  const there: MetricsAnswer = { kind: 'series', series: [], warnings: [] };

  function played(): { readonly source: MetricsSource; now: number; answer: MetricsAnswer; asked: number } {
    const world = { now: 1000, answer: gone, asked: 0, source: {} as MetricsSource };
    const count = (): Promise<MetricsAnswer> => {
      world.asked += 1;
      return Promise.resolve(world.answer);
    };
    return Object.assign(world, { source: backingOff({ range: count, instant: count }, () => world.now) });
  }

  test('is queried again after 1, 2, 4, 8, 16, 30, 30 seconds, and not in between', async () => {
    const world = played();
    const waits: number[] = [];
    let last = world.now;
    for (let half = 0; half < 250; half += 1) {
      const before = world.asked;
      await world.source.instant('up', world.now);
      if (world.asked > before) {
        waits.push(world.now - last);
        last = world.now;
      }
      world.now += 0.5;
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 30, 30, 30]);
  });

  test('is used again after its first answer', async () => {
    const world = played();
    await world.source.instant('up', 0);
    world.now += 1;
    world.answer = there;
    expect(await world.source.instant('up', 0)).toBe(there);
    expect(await world.source.instant('up', 0)).toBe(there);
    world.answer = gone;
    await world.source.instant('up', 0);
    world.now += 1;
    await world.source.instant('up', 0);
    expect(world.asked).toBe(5);
  });

  test('a refusal is an answer and causes no waiting', async () => {
    const world = played();
    world.answer = { kind: 'refused', why: 'too long' };
    for (let time = 0; time < 3; time += 1) await world.source.instant('up', 0);
    expect(world.asked).toBe(3);
  });

  test('a clock that is set back by hours causes no wait of hours', async () => {
    const world = played();
    await world.source.instant('up', 0);
    world.now -= 7200;
    world.answer = there;
    expect(await world.source.instant('up', 0)).toBe(there);
  });
});
