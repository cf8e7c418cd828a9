import { Latencies } from '../../../simulator/player/latencies';

test('quantiles are of all requests, exact to three digits', () => {
  const latencies = new Latencies();
  for (let index = 1; index <= 1000; index += 1) latencies.add(index / 1000);
  expect([0.5, 0.99, 1].map((share) => latencies.quantile(share))).toEqual([0.5, 0.99, 1].map((value) => expect.closeTo(value, 2) as number));
});

test('a request without an answer counts with infinite latency', () => {
  const latencies = new Latencies();
  for (let index = 0; index < 95; index += 1) latencies.add(0.01);
  for (let index = 0; index < 5; index += 1) latencies.add(undefined);
  expect(latencies.count).toBe(100);
  expect(latencies.quantile(0.95)).toBeCloseTo(0.01, 3);
  expect(latencies.quantile(0.96)).toBeUndefined();
  expect(new Latencies().quantile(0.5)).toBeUndefined();
});
