import { diurnalLoad } from '../../../checks/cost/diurnal-load';
import { recordedLoad } from '../../../checks/cost/recorded-load';
import { replicasFor } from '../../../checks/cost/replicas';
import { seedPolicy } from '../../fixtures/standard';

describe('the assumed load', () => {
  const week = diurnalLoad(seedPolicy);

  test('has its peak at four in the afternoon and its valley at four in the morning', () => {
    // 50 pods · 100/s · 0.3 = 1500/s at the peak, a quarter of it at night, 0.6 of it at the weekend
    expect(week).toHaveLength(168);
    expect(week[16]).toBeCloseTo(1500, 6);
    expect(week[4]).toBeCloseTo(375, 6);
    expect(week[5 * 24 + 16]).toBeCloseTo(900, 6);
  });

  test('has the peak that an environment expects', () => {
    expect(diurnalLoad(seedPolicy, 0.01)[16]).toBeCloseTo(50, 6);
    for (const [hour, rate] of diurnalLoad(seedPolicy, 0.01).entries()) expect(rate).toBeCloseTo((week[hour] ?? 0) / 30, 6);
  });

  test('has the mean of its formula', () => {
    // the mean of the wave is one half: 1500 · (0.25 + 0.75 / 2) · (5 + 2 · 0.6) / 7
    const mean = week.reduce((sum, rate) => sum + rate, 0) / week.length;
    expect(mean).toBeCloseTo((1500 * 0.625 * 6.2) / 7, 6);
  });
});

test('replicas follow the rate within the bounds of the policy', () => {
  expect([0, 150, 201, 4901, 90_000].map((rate) => replicasFor(rate, seedPolicy))).toEqual([2, 2, 3, 50, 50]);
});

describe('a recorded load', () => {
  test('holds each rate until the next sample, and accepts a header, empty lines, milliseconds and dates', () => {
    expect(recordedLoad('timestamp,value\n0,100\n60,200\n\n180,300\n', 'a.csv')).toEqual([
      { rate: 100, seconds: 60 },
      { rate: 200, seconds: 120 },
    ]);
    expect(recordedLoad('1700000000000,5\r\n1700000030000,5', 'a.csv')).toEqual([{ rate: 5, seconds: 30 }]);
    expect(recordedLoad('2026-01-01T00:00:00Z,5\n2026-01-01T00:01:00Z,5', 'a.csv')).toEqual([{ rate: 5, seconds: 60 }]);
  });

  test.each([
    ['', '--load must have at least two samples, received 0 in a.csv'],
    ['timestamp,value\n0,1', '--load must have at least two samples, received 1 in a.csv'],
    ['0,1\n60', 'a.csv:2: --load must have lines "timestamp,requests per second", received "60"'],
    ['0,1\n60,many', 'a.csv:2: --load must have lines "timestamp,requests per second", received "60,many"'],
    ['0,1\n60,-1', 'a.csv:2: --load must have lines "timestamp,requests per second", received "60,-1"'],
    ['0,1\n,1', 'a.csv:2: --load must have lines "timestamp,requests per second", received ",1"'],
    ['0,1\n60,1,2', 'a.csv:2: --load must have lines "timestamp,requests per second", received "60,1,2"'],
    ['60,1\n0,1', 'a.csv:2: --load must have rising timestamps, received 0 after 60 at a.csv:1'],
  ])('of %j is refused with line, rule and value', (csv, message) => {
    expect(() => recordedLoad(csv, 'a.csv')).toThrow(message);
  });
});
