import { play } from '../../../simulator/player/play';

test('delay of the player itself counts as latency, and is reported separately', async () => {
  const blocked = performance.now();
  const { ended, latencies, late } = play({
    due: [0, 0.01, 0.02, 0.03],
    send: () => {
      // the first request blocks the event loop
      while (performance.now() - blocked < 300);
      return Promise.resolve(200);
    },
    timeout: 5,
    mostOpen: 10,
  });
  await ended;
  expect(latencies.quantile(1)).toBeGreaterThan(0.25);
  expect(latencies.quantile(0.25)).toBeGreaterThan(0.2);
  expect(late.quantile(1)).toBeGreaterThan(0.2);
});

test('a dead server holds at most the allowed number of open requests; the others are reported as not sent', async () => {
  const { ended, answers, latencies } = play({
    due: Array.from({ length: 20 }, (_, index) => index / 1000),
    send: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    timeout: 2,
    mostOpen: 5,
  });
  await ended;
  expect(Object.fromEntries(answers)).toEqual({ timeout: 5, 'not sent: 5 open': 15 });
  expect(latencies.quantile(0.01)).toBeUndefined();
});
