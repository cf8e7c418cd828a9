/** Which tunable makes the slowest part of a request shorter, or why none does and what would. */
import { unusual } from '../incidents/symptoms';
import { byCache } from './cache-relief';
import { byPool } from './pool-relief';
import { milliseconds, none, perCall, type Asked, type NoRelief, type Relief } from './relief';
import type { Level, RequestTime } from './request-time';

/** Share of the limit of CPU from which on a pod is slowed down, and its answers and those that it waits for look late. */
const full = 0.85;

export function reliefOf(asked: Asked): Relief | NoRelief {
  const { part, requestTime, settings } = asked;
  if (isFull(requestTime, settings)) return none(`${cpuText(requestTime, settings)}: more replicas or a larger request of CPU relieve it, no tunable does`);
  if (part.callee === undefined) return ofItself(asked);
  const { name, kind } = part.callee;
  const each = perCall(part);
  const slower = `a call of ${name} takes ${milliseconds(each.now)}, usually ${milliseconds(each.usual)}`;
  switch (kind) {
    case 'database':
      return part.calls.usual > 0 && each.now * part.calls.usual >= part.calls.now * each.usual
        ? none(`${slower}: it is the database that is slow, which a replica, a larger size or an index relieves and no tunable does`)
        : byCache(asked);
    case 'cache':
      return none(`${slower}, ${times(part.calls)} a request: no tunable makes a cache answer faster, a larger size or fewer reads do`);
    case 'service':
      return none(`${slower}: its own requests say what they wait for, no tunable of this workload shortens them`);
    case 'outside':
      return none(`${slower}: who runs it has to relieve it, no tunable of this workload does`);
  }
}

/** Waiting for a connection, being short of CPU and running code all look alike from outside: none of them has a span. */
function ofItself(asked: Asked): Relief | NoRelief {
  const { requestTime, settings } = asked;
  const pool = byPool(asked);
  if (pool !== undefined) return pool;
  const { cores } = requestTime;
  return cores !== undefined && cores.deviations >= unusual
    ? none(`${cpuText(requestTime, settings)}: more replicas or a larger request of CPU relieve it, no tunable does`)
    : none('it is its own code, not what it calls: no connection is waited for, and CPU is as usual');
}

function isFull({ cores }: RequestTime, { sizing }: Asked['settings']): boolean {
  return cores !== undefined && sizing !== undefined && cores.now >= (full * sizing.cpu.limit) / 1000 && cores.deviations > 0;
}

function cpuText({ cores }: RequestTime, { sizing }: Asked['settings']): string {
  const of = sizing === undefined ? '' : `, of a limit of ${sizing.cpu.limit / 1000}`;
  return `a pod uses ${(cores?.now ?? 0).toFixed(2)} cores, usually ${(cores?.usual ?? 0).toFixed(2)}${of}`;
}

const times = ({ now, usual }: Level): string => `${now.toFixed(1)} times in place of ${usual.toFixed(1)}`;
