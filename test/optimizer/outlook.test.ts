/** When a growing series reaches its limit: the day and its interval, and no answer without data. */
import fc from 'fast-check';
import { answers } from '../../optimizer/http/answers';
import { pageOf } from '../../optimizer/http/page';
import { schemas } from '../../optimizer/http/schemas';
import type { WatchedSettings } from '../../optimizer/config';
import { Outlook } from '../../optimizer/outlook/outlook';
import { daysAhead, daysLeft, reachedBy, type Reached } from '../../optimizer/outlook/reached';
import type { LabelledSeries, MetricsAnswer } from '../../optimizer/ports';
import { exposition } from '../../optimizer/metrics';
import { samplesAhead } from '../../optimizer/samples';
import { day, hour, noon, playedWorld } from './played-world';

const watched: WatchedSettings = { name: 'the node pool', expression: 'nodes', measure: 'peak', limit: 100, unit: 'nodes', why: '100 nodes' };

/** Hourly samples of so many days until noon. */
function past(value: (day: number) => number, days = 40, labels: LabelledSeries['labels'] = {}): LabelledSeries {
  const samples = Array.from({ length: days * 24 }, (_, index) => ({ at: noon - (days * 24 - 1 - index) * hour, value: value(index / 24 - days) }));
  return { labels, samples };
}
const said = (...series: readonly LabelledSeries[]): MetricsAnswer => ({ kind: 'series', series, warnings: [] });
const only = (answer: MetricsAnswer, of = watched): Reached => {
  const [first] = reachedBy(of, answer, noon);
  if (first === undefined) throw new Error('an answer was expected, received none');
  return first;
};

test('a series with linear growth reaches its limit on the expected day, within the interval', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.3, max: 2, noNaN: true }), fc.integer({ min: 10, max: 40 }), (slope, left) => {
      const found = only(said(past((at) => 100 + slope * (at - left) + 0.2 * Math.sin(at * 9))));
      const days = daysLeft(found, 'expected', noon) ?? Number.NaN;
      // the model damps growth a little with each week
      expect(days).toBeGreaterThan(left - 3);
      expect(days).toBeLessThan(left * 1.35 + 3);
      expect(daysLeft(found, 'earliest', noon)).toBeLessThanOrEqual(days);
      expect(found.latest ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(found.expected ?? 0);
    }),
    { numRuns: 40 },
  );
});

test('a limit that is already reached has no day left, and without growth it has half a year or more', () => {
  expect(daysLeft(only(said(past((at) => 120 + Math.sin(at)))), 'expected', noon)).toBe(0);
  const still = only(said(past((at) => 20 + Math.sin(at * 7))));
  expect([still.expected, daysLeft(still, 'expected', noon)]).toEqual([undefined, daysAhead]);
});

test.each<[string, MetricsAnswer, RegExp]>([
  ['no history', said(), /nothing is measured of it/],
  ['a constant series', said(past(() => 5)), /a series that changes is needed/],
  ['nothing but gaps', said(past(() => Number.NaN)), /./],
  ['ten points', said({ labels: {}, samples: past((at) => at, 1).samples.slice(-10) }), /8 whole days are needed/],
  ['seven days', said(past((at) => 50 + at, 7)), /8 whole days are needed/],
  [
    'a metric that appears twice',
    said(
      past((at) => 50 + at),
      past((at) => 50 + at),
    ),
    /there must be one series, received 2/,
  ],
  ['times out of order', said({ labels: {}, samples: [...past((at) => 50 + at).samples].reverse() }), /./],
  ['a part of the answer', { kind: 'series', series: [past((at) => 50 + at)], warnings: ['a store is away'] }, /partial: a store is away/],
  ['a Prometheus that is gone', { kind: 'unavailable', why: 'gone' }, /does not answer: gone/],
  ['a hundred megabytes', { kind: 'refused', why: 'too long' }, /refused: too long/],
])('for %s there is no forecast, with the reason', (_, answer, why) => {
  const found = only(answer);
  expect(found.refused).toMatch(why);
  expect(samplesAhead([found], noon)).toEqual([]);
});

test('volumes are distinguished by their labels', () => {
  const of = { ...watched, name: 'volume', each: ['namespace', 'persistentvolumeclaim'], limit: 1 };
  const volume = (claim: string, slope: number): LabelledSeries => past((at) => 0.8 + slope * at, 30, { namespace: 'n', persistentvolumeclaim: claim });
  expect(reachedBy(of, said(volume('a', 0.01), volume('b', 0)), noon).map(({ what, refused }) => [what, refused === undefined])).toEqual([
    ['volume n/a', true],
    ['volume n/b', false],
  ]);
});

test('each limit is queried a few times a day, and known results stay while Prometheus is away', async () => {
  let [asked, now, away] = [0, noon, false];
  const outlook = new Outlook([watched, { ...watched, name: 'the budget' }]);
  const source = {
    range: (): Promise<MetricsAnswer> => {
      asked += 1;
      return Promise.resolve(away ? { kind: 'unavailable', why: 'away' } : said(past((at) => 80 + at)));
    },
    instant: (): Promise<MetricsAnswer> => Promise.reject(new Error('not asked')),
  };
  const ticks = async (count: number): Promise<void> => {
    for (let tick = 0; tick < count; tick += 1) {
      now += 30;
      await outlook.look(source, () => now);
    }
  };
  await ticks(100);
  expect(asked).toBe(2);
  const before = outlook.reached;
  away = true;
  now += 6 * hour;
  await ticks(2);
  expect([asked, outlook.reached]).toEqual([4, before]);
  await ticks(30);
  expect(asked).toBe(6);
});

test('page, API and metrics show the results, with escaped names', () => {
  const view = { ...playedWorld().service.view(), now: noon };
  const reached = [only(said(past((at) => 80 + at, 40)), { ...watched, name: '<b>pool</b>' }), only(said())];
  const page = pageOf({ ...view, reached });
  expect(page).toMatch(/What runs out[\s\S]*&lt;b&gt;pool[\s\S]*<time>2026-\d\d-\d\d<\/time>[\s\S]*nothing is measured of it/);
  expect(page).not.toContain('<b>pool');
  const { body } = answers['/api/v1/trends']!({ ...view, reached });
  expect(schemas['/api/v1/trends'].parse(JSON.parse(body)).trends).toMatchObject([
    { limit: 100, daysLeft: expect.any(Number) },
    { refused: expect.any(String) },
  ]);
  const days = exposition(samplesAhead(reached, noon));
  expect(days).toMatch(/^lyo_limit_days_left\{what="<b>pool<\/b>",bound="expected"\} \d+(\.\d+)?$/m);
  expect(days).toMatch(/bound="earliest"/);
});

test('the ticks of the service compute the results', async () => {
  const world = playedWorld();
  world.load = (at) => 1000 + 5 * ((at - noon) / day);
  await world.ticks(1);
  expect(world.service.view().reached).toEqual([]);
});
