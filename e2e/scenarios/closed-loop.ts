import { recorded } from '../../config/telemetry';
import { eventually, holds, settles } from '../waiting/assertions';
import { REAL_CHAIN_PROGRAMS } from '../toolchain/components';
import { startRealChain, type RealChain } from '../platform/real-chain';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { startSteadyLoad, type SteadyLoad } from '../tracing/steady-load';
import type { ShopRequest } from '../tracing/shop-requests';

/** Requests a second that one pod is meant to serve here: so few that two cores can play all pods, users and the control plane. */
const perPod = 4;

export const scenario: Scenario = {
  name: 'closed-loop',
  title: 'uvicorn processes follow the Deployment, real requests through the real chain scale it out and in, and a slow or failing dependency adds no pod',
  tags: ['full'],
  needs: REAL_CHAIN_PROGRAMS,
  timeout: '1800s',
  async run(context) {
    const chain = await startRealChain(context, { perPod });
    try {
      await follows(context, chain);
      await dependency(context, chain, 'http-delay=2.5');
      await dependency(context, chain, 'http-error=503');
    } finally {
      await chain.pods.stop();
    }
  },
};

function play({ pods }: RealChain, rate: number, request: (index: number) => ShopRequest): SteadyLoad {
  return startSteadyLoad({ url: () => pods.nextUrl(), rate, request });
}

const order =
  (fault?: string) =>
  (index: number): ShopRequest => ({ kind: 'order', item: (index % 50) + 1, ...(fault === undefined ? {} : { fault }) });

async function replicasAre(chain: RealChain, wanted: number): Promise<void> {
  await settles(`${wanted} replicas`, () => chain.replicas(), {
    until: (count) => count === wanted,
    for: '20s',
    timeout: '360s',
    interval: '1s',
  });
  await eventually(`${wanted} processes answer`, () => Promise.resolve(chain.pods.urls.length), { until: (count) => count === wanted, timeout: '60s' });
}

async function follows(context: ScenarioContext, chain: RealChain): Promise<void> {
  await replicasAre(chain, 2);
  context.report('at rest: 2 replicas, 2 uvicorn processes');
  const load = play(chain, 4.6 * perPod, order());
  await replicasAre(chain, 5);
  context.report(
    `${4.6 * perPod} requests/s at ${perPod} a pod: 5 replicas, ${chain.pods.urls.length} processes; ${load.answered()} answered, ${load.unanswered()} not`,
  );
  await load.stop();
  await replicasAre(chain, 2);
  context.report(`no load: 2 replicas again, ${load.answered()} requests answered and ${load.unanswered()} lost in all`);
  if (load.unanswered() > 0) throw new Error(`no request may be lost while pods come and go, ${load.unanswered()} were`);
}

/** Slower than the target of 2 s, or failing, with enough calls for the signal to speak: what it would ask for without its gate is more than there is. */
async function dependency(context: ScenarioContext, chain: RealChain, fault: string): Promise<void> {
  const signal = fault.includes('delay') ? 'latency' : 'errors';
  const load = play(chain, perPod, order(fault));
  const value = async (series: string): Promise<number> => (await chain.query(`max(${series}${signal})`))[0]?.value ?? 0;
  const raw = await eventually(`${signal} would ask for more pods`, () => value(recorded.rawPrefix), {
    until: (asked) => asked > 2,
    timeout: '180s',
    interval: '2s',
  });
  await holds('no pod is added', () => chain.replicas(), { while: (count) => count === 2, for: '90s', interval: '2s' });
  const gated = await value(recorded.desiredPrefix);
  context.report(`${fault}: ${signal} alone would ask for ${raw} replicas and asks for ${gated}; after 90 s there are still 2`);
  await load.stop();
  await eventually('the signal is quiet', () => value(recorded.rawPrefix), { until: (asked) => asked <= 2, timeout: '180s', interval: '2s' });
}
