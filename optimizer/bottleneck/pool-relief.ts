/** More connections, where requests wait for one and the database is not what they wait for. */
import type { PoolUse } from '../measured';
import { neededPool, waiting } from '../policies/connection-pool';
import { quantile } from '../timeseries/quantile';
import { rose } from './lately';
import { grown, milliseconds, none, perCall, type Asked, type NoRelief, type Relief } from './relief';

/** Requests that wait more than usual, the mean of a pod, from which on it counts. */
const noticeable = 0.3;
/** Samples of the demand that are of now. */
const newest = 4;

/** Undefined where nobody waits for a connection. */
export function byPool({ measured, requestTime, settings, now }: Asked): Relief | NoRelief | undefined {
  const waited = rose(measured.signals, 'waiting for a connection', { now, by: noticeable });
  if (waited === undefined) return undefined;
  const wait = `${waited.now.toFixed(1)} requests of a pod wait for a connection, usually ${waited.usual.toFixed(1)}`;
  const slow = requestTime.parts.find((part) => part.callee?.kind === 'database' && isSlower(part));
  if (slow !== undefined) {
    const { now: present, usual } = perCall(slow);
    return none(
      `${wait}, because a call of ${slow.callee?.name ?? ''} takes ${milliseconds(present)}, usually ${milliseconds(usual)}: more connections would load it more`,
    );
  }
  return settings.tuned?.pool === undefined || settings.tuned.pool.mode === 'off' ? none(`${wait}: the pool may not be tuned`) : larger(measured.pool, wait);
}

function larger(pool: PoolUse | undefined, wait: string): Relief | NoRelief {
  const demand = quantile((pool?.demand ?? new Float64Array()).slice(-newest), 1);
  if (pool === undefined || !(demand >= 0 && demand < Infinity)) return none(`${wait}, and the pool is not measured`);
  const { size } = pool;
  const asked = neededPool(demand, waiting, 1000);
  if (asked <= size) return none(`${wait}, but ${size} connections are enough for ${demand.toFixed(1)}: some pods wait and others do not`);
  return {
    kind: 'relief',
    tunable: 'poolSize',
    present: size,
    asked,
    because: `${wait}: ${demand.toFixed(1)} are in use or waited for, of ${size}, which takes ${asked}`,
    recovered: (value) => Math.min(Math.max((value - size) / (asked - size), 0), 1),
  };
}

/** A database that answers later is loaded; more of its calls at once make that worse. */
function isSlower(part: Parameters<typeof perCall>[0] & { readonly deviations: number }): boolean {
  const { now, usual } = perCall(part);
  return now >= grown * usual && now - usual > 0.001;
}
