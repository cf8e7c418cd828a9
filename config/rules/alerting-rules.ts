/** Rules of objectives and of the windows that alerts are made of. */
import { when, type Rule } from './draft';
import { seconds } from '../quantities';

/** Largest age of a sample with which Prometheus answers, in seconds (`--query.lookback-delta`). A series that is recorded less often has gaps. */
const lookback = 300;
/** Fewest scrapes in a window. With fewer, one lost scrape makes a gap. */
const scrapesPerWindow = 4;

const windows: Rule = ({ alerting, telemetry }) => {
  if (alerting === undefined) return [];
  const { timing } = alerting;
  const scrape = telemetry === undefined ? 0 : seconds(telemetry.scrapeInterval);
  return [
    ...when(seconds(timing.trend.interval) >= lookback, {
      path: 'alerting.timing.trend.interval',
      rule: `must be less than ${lookback}s, or there are gaps between the samples`,
      received: timing.trend.interval,
    }),
    ...when(seconds(timing.recent) < scrapesPerWindow * scrape, {
      path: 'alerting.timing.recent',
      rule: `must be at least ${scrapesPerWindow} scrape intervals (${scrapesPerWindow * scrape}s)`,
      received: timing.recent,
    }),
    ...when(seconds(timing.past) <= seconds(timing.history), {
      path: 'alerting.timing.past',
      rule: `must be more than the history that it needs (${timing.history})`,
      received: timing.past,
    }),
    ...timing.burns.flatMap(({ short, long }, index) =>
      when(seconds(short) >= seconds(long), {
        path: `alerting.timing.burns[${index}].short`,
        rule: `must be less than the long window (${long})`,
        received: short,
      }),
    ),
  ];
};

/** A burn window must be able to fire. 2 % of a budget of 30 days in one hour is a burn rate of 14.4: with an objective of 90 %, 144 % of the requests would have to fail. */
const reachable: Rule = ({ alerting }) => {
  if (alerting === undefined) return [];
  const { objectives, timing } = alerting;
  const fastest = Math.max(...timing.burns.map(({ budget, long }) => (budget * seconds(objectives.period)) / seconds(long)));
  const shares = { availability: objectives.availability, 'latency.share': objectives.latency.share };
  return Object.entries(shares).flatMap(([name, share]) =>
    when((1 - share) * fastest >= 1, {
      path: `alerting.objectives.${name}`,
      rule: `must be above ${Number((1 - 1 / fastest).toPrecision(4))}, or its fastest alert (${Number(fastest.toPrecision(4))} times the budget) could never fire`,
      received: share,
    }),
  );
};

export const alertingRules: readonly Rule[] = [windows, reachable];
