import { createServer } from 'node:http';
import { freePort } from '../../../e2e/processes/free-ports';
import { numbered, startSteadyLoad } from '../../../e2e/tracing/steady-load';
import { eventually } from '../../../e2e/waiting/assertions';

describe('the load of the demo', () => {
  const twenty = Array.from({ length: 20 }, (_, index) => numbered(index));

  it('has one faulty request in twenty, and each kind of ordinary request', () => {
    expect(twenty.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
    const ordinary = twenty.filter(({ fault }) => fault === undefined);
    expect(ordinary.map(({ kind }) => kind).sort()).toEqual([
      ...Array<string>(10).fill('item'),
      ...Array<string>(5).fill('list'),
      ...Array<string>(4).fill('order'),
    ]);
  });

  it('causes a slow database, a failure, a slow service and a failing cache in turn', () => {
    const faults = Array.from({ length: 80 }, (_, index) => numbered(index).fault).filter((fault) => fault !== undefined);
    expect(faults).toEqual(['sql-delay=2.5', 'error=500', 'http-delay=2.5', 'redis-error']);
  });

  it('counts answers, and stops after the last one', async () => {
    const port = await freePort();
    let open = 0;
    const server = createServer((_, response) => {
      open += 1;
      setTimeout(() => {
        open -= 1;
        response.end('{}');
      }, 50);
    }).listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const load = startSteadyLoad({ url: `http://127.0.0.1:${port}`, rate: 100 });
    await eventually('ten answers', () => Promise.resolve(load.answered()), { until: (count) => count >= 10 });
    await load.stop();
    expect(open).toBe(0);
    expect(load.unanswered()).toBe(0);
    server.closeAllConnections();
    server.close();
  });

  it('counts requests without an answer', async () => {
    const load = startSteadyLoad({ url: 'http://127.0.0.1:1', rate: 100 });
    await eventually('a failure', () => Promise.resolve(load.unanswered()), { until: (count) => count > 0 });
    await load.stop();
    expect(load.answered()).toBe(0);
  });
});
