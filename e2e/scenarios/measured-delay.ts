import { delayBudget, upstreamIntervals } from '../../config/budgets/delay-budget';
import type { Environment } from '../../config/environment';
import { durationOf, seconds } from '../../config/duration';
import { recorded } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { backendOf, shipped } from '../platform/environment';
import { seriesAt, type Series } from '../prometheus/prometheus-query';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { startSteadyLoad } from '../tracing/steady-load';
import { startTracingChain } from '../tracing/tracing-chain';

/** Requests a second before the steps and after each. */
const base = 4;

interface Measurement {
  /** Seconds from the step to the first sample that includes it. */
  readonly first: number;
  /** Seconds from the step to the first sample with 95 % of the new value. */
  readonly most: number;
}

export const scenario: Scenario = {
  name: 'measured-delay',
  title: 'a step of the load shows in the recorded rate no later than the computed worst case, and 95 % of it W later; the upstream chain beside it',
  tags: ['full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  timeout: '1800s',
  async run(context) {
    const ours = shipped('dev');
    const upstream = { ...ours, telemetry: { ...ours.telemetry, ...upstreamIntervals } };
    await Promise.all([measured(context, 'ours', ours, [12, 4, 16]), measured(context, 'upstream', upstream, [12])]);
  },
};

/** @throws Error if a measured delay of a chain is above the computed one */
async function measured(context: ScenarioContext, name: string, environment: Environment, steps: readonly number[]): Promise<void> {
  const { shop, prometheus } = await startTracingChain({ processes: context.processes, environment });
  const { telemetry } = environment;
  const budget = delayBudget(telemetry);
  // the rest of the delay, after the rule sample, is the autoscaler's sync period
  const worst = budget.worst - seconds(telemetry.syncPeriod);
  const window = seconds(telemetry.window);
  const load = (rate: number) => startSteadyLoad({ url: shop.backend.url, rate, request: () => ({ kind: 'list' }) });
  let [playing, rate] = [load(base), base];
  await settled(prometheus.url, environment, base, worst + window);
  const measurements: Measurement[] = [];
  for (const next of steps) {
    const at = Date.now() / 1000;
    await playing.stop();
    playing = load(next);
    await sleep(durationOf(worst + window + seconds(telemetry.ruleInterval)));
    measurements.push(delaysIn(await samplesOf(prometheus.url, environment, worst + window + 60), { at, from: rate, to: next }));
    rate = next;
  }
  await playing.stop();
  for (const { first, most } of measurements)
    context.report(`${name}: first ${first.toFixed(1)} s of at most ${worst} s, 95 % ${most.toFixed(1)} s of at most ${worst + window} s`);
  const late = measurements.filter(({ first, most }) => first > worst || most > worst + window);
  if (late.length > 0) throw new Error(`${name}: delays must be at most ${worst} s and ${worst + window} s, measured ${JSON.stringify(late)}`);
}

function delaysIn(samples: Series['points'], { at, from, to }: { readonly at: number; readonly from: number; readonly to: number }): Measurement {
  const share = (rate: number): number => (rate - from) / (to - from);
  const after = samples.filter(([time]) => time > at);
  const when = (reached: number): number => (after.find(([, rate]) => share(rate) >= reached)?.[0] ?? Number.POSITIVE_INFINITY) - at;
  return { first: when(0.02), most: when(0.95) };
}

/** Stored samples of the recorded rate, oldest first: with the times of the rule evaluations, not of queries. */
async function samplesOf(url: string, environment: Environment, past: number): Promise<Series['points']> {
  const series = await seriesAt(url, `${recorded.requestRate}{deployment="${backendOf(environment).name}"}[${Math.ceil(past)}s]`);
  return series.flatMap(({ points }) => points);
}

async function settled(url: string, environment: Environment, rate: number, within: number): Promise<void> {
  const near = (value: number): boolean => Math.abs(value - rate) < 0.02 * rate;
  await eventually(`the rate is ${rate} requests/s`, () => samplesOf(url, environment, within), {
    until: (samples) => samples.length >= 3 && samples.slice(-3).every(([, value]) => near(value)),
    timeout: durationOf(2 * within + 120),
    interval: '2s',
  });
}
