import { generatedLoad } from '../../simulator/load/generators';
import { playground } from '../../simulator/simulate';
import { environments } from '../fixtures/environments';
import { seedPolicy } from '../fixtures/standard';

const [environment] = environments;
if (environment === undefined) throw new Error('the fixtures have an environment');
const { telemetry } = environment;
const { latency } = seedPolicy.signals;
const policies = { 'the shipped policy': seedPolicy, 'the latency signal alone': { ...seedPolicy, signals: { latency } } };

/** Most replicas after a load rose at once and stays, over the pods that it needs. */
function overshoot(policy: typeof seedPolicy, factor: number, startUp: number): number {
  const step = generatedLoad('step', 1);
  if (step === undefined) throw new Error('there is a step');
  const load = { ...step, values: Array.from({ length: 240 }, (_, minute) => (minute < 60 ? 20 : 20 * factor)) };
  const ground = playground({ load, policy, telemetry, burst: 4, startUp, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } });
  let most = 0;
  ground.play('policy', { onTick: (_, __, replicas) => (most = Math.max(most, replicas)) });
  return most / ground.neededAtPeak;
}

describe.each(Object.entries(policies))('%s, after a step of 1.5 to 5 times the load,', (_, policy) => {
  test.each([30, 60, 180])('asks for at most one and a half times the pods needed where pods start in %s s', (startUp) => {
    const all = [1.5, 2, 3, 5].map((factor) => overshoot(policy, factor, startUp));
    // it follows, or a bound on how far it goes beyond would hold for who does nothing
    expect(Math.min(...all)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...all)).toBeLessThanOrEqual(1.5);
  });
});
