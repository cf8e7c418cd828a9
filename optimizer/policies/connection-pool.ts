/** Connections of a process: enough that hardly any request waits, and never more than the database has for all processes at their maximum. */
import { held } from '../limits/limit';
import { tunedLimits } from '../limits/limits';
import type { PoolUse } from '../measured';
import { quantile } from '../timeseries/quantile';
import { riskOf } from './confidence';
import type { Decision, Policy, Refusal } from './policy';

const policy = 'connection-pool';

/** Share of the requests that may wait. */
export const waiting = 0.01;
/** Samples that a change of a pool needs. */
const least = 30;

/** Probability that a request finds all `servers` busy at an offered load of `erlangs`, by Erlang's C formula; 1 where the load is more than they can serve. */
export function erlangC(servers: number, erlangs: number): number {
  if (erlangs <= 0) return 0;
  if (erlangs >= servers) return 1;
  // B by its recursion, which never overflows
  let blocked = 1;
  for (let server = 1; server <= servers; server += 1) blocked = (erlangs * blocked) / (server + erlangs * blocked);
  return blocked / (1 - (erlangs / servers) * (1 - blocked));
}

/** The smallest pool in which at most `share` of the requests wait; `most` where none is. */
export function neededPool(erlangs: number, share: number, most: number): number {
  for (let servers = 1; servers < most; servers += 1) if (erlangC(servers, erlangs) <= share) return servers;
  return most;
}

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });

export const connectionPool: Policy = {
  name: policy,
  decide(view) {
    const settings = view.settings.tuned?.pool;
    if (settings === undefined || settings.mode === 'off') return refuse('off', 'the environment has turned it off');
    const { pool } = view.measured;
    if (pool === undefined || pool.demand.length < least) return refuse('lacking', `${least} samples of the pool are needed`);
    const demand = quantile(pool.demand, 0.95);
    if (!isLoad(demand)) return refuse('invalid', `the connections in use must be a number that is not negative, were ${demand}`);
    const asked = neededPool(demand, waiting, 1000);
    const limited = held(tunedLimits(pool.size, { ...settings, ...settings.connections }), { policy, value: asked }, view);
    if (limited.kind === 'refusal') return limited;
    if (isEnough(pool.size, limited.value))
      return refuse('unneeded', `${pool.size} connections are enough for ${demand.toFixed(1)} in use, and few are unused`);
    return decision(pool, { ...limited, because: becauseOf(pool, demand, asked) }, settings.mode === 'act');
  },
};

const isLoad = (demand: number): boolean => demand >= 0 && demand < Infinity;

/** A pool without waiting requests is not made smaller by a single connection. */
function isEnough(size: number, wanted: number): boolean {
  return wanted === size || (wanted < size && wanted > 0.8 * size);
}

function becauseOf({ waited }: PoolUse, demand: number, asked: number): string {
  return `${demand.toFixed(1)} connections in use or waited for in 95 % of the time, requests wait in ${(100 * waited).toFixed(1)} %: ${asked}`;
}

function decision(
  { size, demand }: PoolUse,
  { value, because, reasons }: { readonly value: number; readonly because: string; readonly reasons: readonly string[] },
  acts: boolean,
): Decision {
  const confidence = 1 - 1 / Math.sqrt(demand.length);
  return { kind: 'decision', policy, value, confidence, risk: riskOf(size, value), tunables: { poolSize: value }, acts, reasons: [because, ...reasons] };
}
