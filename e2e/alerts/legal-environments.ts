/** Random valid environments of a seed. They differ in fields that alerts depend on. */
import type { Environment } from '../../config/environment';
import { durationOf, type Duration } from '../../config/quantities';
import type { ScalingPolicy } from '../../config/scaling';
import type { Signals } from '../../config/signals';
import { validated } from '../../config/validate';
import { backendOf, shipped } from '../platform/environment';
import { randomFrom } from '../waiting/random';

export function legalEnvironments(count: number, seed: number): readonly Environment[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => legalEnvironment(random));
}

type Random = () => number;
const oneOf = <T>(random: Random, first: T, ...others: readonly T[]): T => [first, ...others][Math.floor(random() * (others.length + 1))] ?? first;

function legalEnvironment(random: Random): Environment {
  const environment = shipped('dev');
  const { alerting, telemetry, tracing } = environment;
  const backend = backendOf(environment);
  const instrumentation = oneOf(random, 'python', 'python', 'python', 'none' as const);
  const target = durationOf(oneOf(random, 0.05, 0.12, 0.3, 0.8, 1.5, 2, 5));
  const recent = oneOf<Duration>(random, '180s', '300s', '600s');
  const days = oneOf(random, 1, 3, 7, 30);
  const dailyVolume = 2048 as const;
  const jaeger = environment.sizing['jaeger'];
  if (jaeger === undefined) throw new Error('dev keeps traces in Jaeger, received no sizing for it');
  const [drawn] = validated([
    {
      ...environment,
      alerting: {
        ...alerting,
        objectives: { ...alerting.objectives, availability: oneOf(random, 0.95, 0.99, 0.999), latency: { target, share: oneOf(random, 0.94, 0.95, 0.99) } },
        timing: {
          ...alerting.timing,
          interval: '60s',
          recent,
          patience: oneOf<Duration>(random, '300s', '600s', '900s'),
          sustained: oneOf<Duration>(random, '60s', '120s'),
        },
      },
      telemetry: { ...telemetry, scrapeInterval: oneOf<Duration>(random, '5s', '10s', '12s'), window: oneOf<Duration>(random, '60s', '120s') },
      tracing: {
        ...tracing,
        collectors: oneOf(random, { layout: 'single' as const }, { layout: 'tiers' as const, agents: { min: 1, max: 1 }, gateways: 1 }),
        retention: durationOf(days * 86_400),
        storage: { kind: 'badger', dailyVolume: `${dailyVolume}Mi` },
      },
      workloads: [{ ...backend, instrumentation, scaling: legalPolicy(random, backend.scaling, { traced: instrumentation !== 'none', target }) }],
      // the smallest value that validation accepts, in whole MiB
      sizing: {
        ...environment.sizing,
        jaeger: { ...jaeger, storage: `${Math.ceil(((days + 1) * dailyVolume) / 0.8)}Mi` },
        prometheus: { ...environment.sizing['prometheus'], storage: '61440Mi' },
      },
    },
  ]);
  if (drawn === undefined) throw new Error('an environment must come out as it went in');
  return drawn;
}

function legalPolicy(random: Random, policy: ScalingPolicy, { traced, target }: { readonly traced: boolean; readonly target: Duration }): ScalingPolicy {
  const minReplicas = oneOf(random, 1, 2, 3, 10);
  const maxReplicas = oneOf(random, minReplicas, minReplicas, minReplicas + 1, 20, 50);
  const cap = (): number => minReplicas + Math.floor(random() * (maxReplicas - minReplicas + 1));
  const { cpu, memory, requestRate, latency, errors, forecast } = policy.signals;
  const some = <T extends object>(signal: T | undefined): (T & { cap: number }) | undefined =>
    signal === undefined || random() < 0.2 ? undefined : { ...signal, cap: cap() };
  const drawn = { cpu: some(cpu), memory: some(memory), forecast: some(forecast) };
  const ofSpans = traced ? { requestRate: some(requestRate), latency: some(latency && { ...latency, target }), errors: some(errors) } : {};
  return { ...policy, minReplicas, maxReplicas, signals: stated({ ...drawn, ...ofSpans }) };
}

function stated(signals: Readonly<Record<string, object | undefined>>): Signals {
  return Object.fromEntries(Object.entries(signals).filter(([, signal]) => signal !== undefined));
}
