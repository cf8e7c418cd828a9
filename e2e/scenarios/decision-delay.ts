import { delayBudget } from '../../config/budgets/delay-budget';
import { namespaces } from '../../config/names';
import { type Duration, durationOf, seconds } from '../../config/duration';
import { recorded } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { REAL_CHAIN_PROGRAMS } from '../toolchain/components';
import { sleep } from '../waiting/stopwatch';
import { median } from '../waiting/median';
import { phases } from '../waiting/phases';
import { backendOf } from '../platform/environment';
import { startRealChain, type RealChain } from '../platform/real-chain';
import { seriesAt } from '../prometheus/prometheus-query';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { startSteadyLoad, type SteadyLoad } from '../tracing/steady-load';

/** Promised median in seconds; the bound for the worst case is computed. */
const typical = 30;
const steps = 8;
/** A common multiple of the chain's periods (1, 5, 10 and 15 s) in seconds, so that a random phase covers all of them. */
const phaseLength = 30;
/** Replicas without load, and with any load. */
const replicas = { rest: 2, loaded: 3 };
/** So little that the first request of a step, which is 1/60 requests a second over W, asks for more pods than there may be. */
const perPod = 0.004;
const rate = 5;

interface Delay {
  /** Seconds from the first request of the step to the first rule sample that includes it. */
  readonly sample: number;
  /** Seconds from there to the autoscaler's decision. */
  readonly decision: number;
}

export const scenario: Scenario = {
  name: 'decision-delay',
  title:
    'on the whole real chain, with every interval as shipped, a step of the load at eight random moments is in the decision of the autoscaler no later than computed',
  tags: ['full'],
  needs: REAL_CHAIN_PROGRAMS,
  timeout: '2700s',
  async run(context) {
    const chain = await startRealChain(context, { perPod, cap: replicas.loaded });
    try {
      await counted(chain);
      const delays: Delay[] = [];
      for (const phase of phases(20_260_824, steps, phaseLength)) {
        await atRest(chain);
        await sleep(durationOf(phase));
        const delay = await measured(chain);
        delays.push(delay);
        context.report(`phase ${phase.toFixed(1)} s: ${delay.decision.toFixed(1)} s, of it ${delay.sample.toFixed(1)} s up to the rule sample`);
      }
      judged(context, chain, delays);
    } finally {
      await chain.pods.stop();
    }
  },
};

function play({ pods }: RealChain): SteadyLoad {
  return startSteadyLoad({ url: () => pods.nextUrl(), rate, request: () => ({ kind: 'list' }) });
}

/** The counter of an operation is there from its first request on, and a rate does not see the first value of a series. */
async function counted(chain: RealChain): Promise<void> {
  await eventually('pods answer', () => Promise.resolve(chain.pods.urls.length), { until: (count) => count >= replicas.rest, timeout: '120s' });
  const load = play(chain);
  await decides(chain, replicas.loaded, '180s');
  await load.stop();
}

/** The autoscaler is back at its floor, and no request is left in the window. */
async function atRest(chain: RealChain): Promise<void> {
  await decides(chain, replicas.rest, '300s');
  const asked = async (): Promise<number | undefined> => (await chain.query(`max(${recorded.uncappedPrefix}request_rate)`))[0]?.value;
  await eventually('no request is in the window', asked, { until: (value) => value === 0, timeout: '180s', interval: '1s' });
}

async function measured(chain: RealChain): Promise<Delay> {
  const from = Date.now() / 1000;
  const load = play(chain);
  await decides(chain, replicas.loaded, '180s');
  const decision = Date.now() / 1000 - from;
  await load.stop();
  return { decision, sample: (await firstSample(chain, from)) - from };
}

/** Seconds since 1970 of the first rule sample after a moment that asks for pods. */
async function firstSample(chain: RealChain, after: number): Promise<number> {
  const series = await seriesAt(chain.prometheus.url, `${recorded.uncappedPrefix}request_rate[5m]`);
  const first = series.flatMap(({ points }) => points).find(([at, value]) => at > after && value > 0);
  if (first === undefined) throw new Error('a decision must have a sample behind it, received none');
  return first[0];
}

/** Polls four times a second, so a measurement is at most a quarter of a second too long. */
async function decides({ api, environment }: RealChain, wanted: number, timeout: Duration): Promise<void> {
  const { name } = backendOf(environment);
  await eventually(`the autoscaler decides on ${wanted}`, () => api.decidedReplicas(namespaces.backend, name), {
    until: (count) => count === wanted,
    timeout,
    interval: '250ms',
  });
}

function judged(context: ScenarioContext, { environment }: RealChain, delays: readonly Delay[]): void {
  const budget = delayBudget(environment.telemetry);
  const upToSample = budget.worst - seconds(environment.telemetry.syncPeriod);
  const decisions = delays.map(({ decision }) => decision);
  const [worst, middle, sample] = [Math.max(...decisions), median(decisions), Math.max(...delays.map((delay) => delay.sample))];
  context.report(
    `worst ${worst.toFixed(1)} s of ${budget.worst} s computed, median ${middle.toFixed(1)} s, computed ${budget.typical} s, promised ${typical} s`,
  );
  context.report(`up to the rule sample: worst ${sample.toFixed(1)} s of ${upToSample} s computed`);
  if (worst > budget.worst) throw new Error(`each decision must know of the step within ${budget.worst} s, measured ${decisions.join(', ')}`);
  if (middle > typical) throw new Error(`the median must be at most ${typical} s, measured ${decisions.join(', ')}`);
}
