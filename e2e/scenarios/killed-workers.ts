import { setTimeout as delay } from 'node:timers/promises';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import { ExampleShop } from '../orders/example-shop';
import { orderCounts, type OrderCounts } from '../orders/order-counts';
import { startPostgres } from '../processes/postgresql';
import type { Running } from '../processes/process';
import { startRedis } from '../processes/redis';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { findTrace, treeOf } from '../tracing/jaeger-api';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { send } from '../tracing/shop-requests';
import { eventually } from '../waiting/assertions';
import { formatDuration, Stopwatch } from '../waiting/stopwatch';

/** Expected spans, from the request through the queue to the worker. */
const expected = [
  /^backend server POST \/orders$/,
  /^ {2}backend internal price order$/,
  /^ {2}backend client INSERT\b/,
  /^ {2}backend producer send orders$/,
  /^ {4}backend client XADD$/,
  /^ {4}fulfilment consumer process orders$/,
  /^ {6}fulfilment client INSERT\b/,
  /^ {6}fulfilment client UPDATE\b/,
];

/** Number of orders during which workers are killed, and in the middle the web pod. */
const orders = 300;
const atOnce = 6;
/** Seconds to fulfil an order: long enough that a kill nearly always hits an open transaction. */
const packing = 0.1;
const pauseBetweenKills = 700;
const claim = 1.5;

export const scenario: Scenario = {
  name: 'killed-workers',
  title:
    'the example with PostgreSQL and Redis: migrations first, one trace through the queue to the worker, and of killed workers no order lost or done twice',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger'],
  timeout: '600s',
  async run(context) {
    const { processes } = context;
    const environment = devOfEveryKind();
    const [postgres, redis, jaeger] = await Promise.all([
      startPostgres(processes, { max_connections: 60 }),
      startRedis(processes),
      startLoopbackJaeger({ processes, environment }),
    ]);
    const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
    const database = `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`;
    const settings = { DATABASE_URL: database, QUEUE_URL: redis.url.replace('tcp:', 'redis:'), QUEUE_CLAIM_SECONDS: String(claim) };
    const shop = new ExampleShop({ processes, environment, endpoint: gateway.http, settings });

    const web = await migrationsFirst(shop, context);
    const worker = await shop.startWorker();
    await oneTrace(web, jaeger.url, context);
    await worker.stop();
    await killed(shop, web, { database, context });
  },
};

/** @returns the web pod, which was there before the tables */
async function migrationsFirst(shop: ExampleShop, context: ScenarioContext): Promise<Running> {
  const web = await shop.startWeb(false);
  const ready = async (): Promise<{ readonly status: number; readonly text: string }> => {
    const response = await fetch(`${web.url}/health/ready`);
    return { status: response.status, text: await response.text() };
  };
  const before = await eventually('the pod says what it lacks', ready, { until: ({ text }) => text.includes('needs migration') });
  if (before.status !== 503) throw new Error(`a pod without its tables must not be ready, it answered ${before.status}`);
  context.report(`before the release job: ${before.text}`);
  const [first, second] = [await shop.migrate(), await shop.migrate()];
  if (first !== 'migrated' || second !== 'nothing to migrate') throw new Error(`the second run must do nothing, they said "${first}" and "${second}"`);
  const after = await eventually('the pod is ready', ready, { until: ({ status }) => status === 200 });
  context.report(`the release job says "${first}", a second run "${second}"; the pod: ${after.text}`);
  return web;
}

async function oneTrace(web: Running, jaeger: string, context: ScenarioContext): Promise<void> {
  const { traceId, status } = await send(web.url, { kind: 'order', item: 3, keep: true });
  if (status !== 201) throw new Error(`the order was answered with ${status}`);
  const tree = async (): Promise<readonly string[]> => {
    const trace = await findTrace(jaeger, traceId);
    return trace === undefined ? [] : treeOf(trace);
  };
  const missing = (lines: readonly string[]): readonly RegExp[] => expected.filter((wanted) => !lines.some((line) => wanted.test(line)));
  const lines = await eventually('Jaeger has request, queue and work in one trace', tree, {
    until: (seen) => missing(seen).length === 0,
    timeout: '60s',
  });
  for (const line of lines) context.report(line);
}

interface Playing {
  readonly database: string;
  readonly context: ScenarioContext;
}

async function killed(shop: ExampleShop, web: Running, { database, context }: Playing): Promise<void> {
  const watch = new Stopwatch();
  const firstDay = today();
  const before = await orderCounts(database);
  const workers = [await shop.startWorker({ PACKING_SECONDS: String(packing) }), await shop.startWorker({ PACKING_SECONDS: String(packing) })];
  const placed: number[] = [];
  const placing = place(web, placed);
  let [kills, webKills] = [0, 0];
  const finished = placing.then(() => allFulfilled(database));
  const isFinished = (): Promise<boolean> => Promise.race([delay(pauseBetweenKills, false), finished.then(() => true)]);
  while (!(await isFinished())) {
    const victim = workers[kills % workers.length];
    await victim?.kill();
    kills += 1;
    if (webKills === 0 && placed.length > orders / 2) {
      await web.kill();
      webKills += 1;
      await web.restart();
    }
    await victim?.restart();
  }
  const after = await finished;
  context.report(`${placed.length} orders answered, ${kills} kills of two workers and ${webKills} of the web pod, in ${formatDuration(watch.elapsed())}`);
  context.report(`in the database: ${JSON.stringify(after)}`);
  judge(before, after, { placed, kills, webKills });
  // midnight may have passed meanwhile
  for (const day of new Set([firstDay, today()])) {
    const { orders: all, fulfilled, total_cents: cents } = await shop.night(day);
    context.report(`the nightly task of ${day}: ${JSON.stringify({ orders: all, fulfilled, cents })}`);
  }
  const { summarized } = await orderCounts(database);
  if (summarized !== after.orders) throw new Error(`the day must have ${after.orders} orders, the nightly task wrote ${summarized}`);
}

/** Today's date in UTC, as in the database. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Places orders and retries until each has a response, as users do. An order whose response got lost is placed twice and counts as two. */
async function place(web: Running, placed: number[]): Promise<void> {
  let left = orders;
  const user = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await send(web.url, { kind: 'order', item: (left % 50) + 1 }).catch(() => undefined);
      if (answer?.status === 201) placed.push(left);
      else {
        left += 1;
        await delay(200);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, user));
}

function allFulfilled(database: string): Promise<OrderCounts> {
  return eventually('every order is fulfilled', () => orderCounts(database), {
    until: ({ orders: all, fulfilled, unsent }) => fulfilled === all && unsent === 0,
    timeout: '240s',
  });
}

function judge(before: OrderCounts, after: OrderCounts, { placed, kills, webKills }: { placed: readonly number[]; kills: number; webKills: number }): void {
  const problems = [
    // orders whose response got lost exist and are fulfilled too
    ...(after.orders - before.orders < placed.length || placed.length !== orders ? [`${orders} answered orders must be in the database`] : []),
    ...(after.fulfilled === after.orders ? [] : ['each order must be fulfilled once']),
    ...(after.shipped === after.ordered ? [] : [`${after.ordered} pieces must have been shipped, ${after.shipped} were`]),
    ...(kills >= 5 && webKills === 1 ? [] : ['at least five workers and the web pod must have been killed meanwhile']),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}
