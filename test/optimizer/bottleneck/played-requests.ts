/** The played shop with a part of its backend's requests that takes longer, and what else is measured of the backend at that time. */
import { requestTimeOf, type RequestTime } from '../../../optimizer/bottleneck/request-time';
import type { WatchedSignal } from '../../../optimizer/acting/watched-signal';
import { ServiceGraph } from '../../../optimizer/incidents/service-graph';
import { vitalKey, type Vital } from '../../../optimizer/incidents/vital';
import type { Measured } from '../../../optimizer/measured';
import { begin, playedVitals, step, type Moves } from '../incidents/played-shop';

/** Seconds of a request of the backend by what it waits for, as the played shop has them. */
export const usualSeconds = { backend: 0.01, shop: (20 / 30) * 0.05, redis: (15 / 30) * 0.001, prices: (6 / 30) * 0.022 } as const;
/** Of a request of the backend. */
const usualRequest = 0.08;

/** How many times as long each part takes, by longer calls or by more of them; the request is longer by what they add. */
export function slower(parts: Partial<Record<keyof typeof usualSeconds, number>>, by: 'longer calls' | 'more calls' = 'longer calls'): Moves {
  const entries = Object.entries(parts) as (readonly [keyof typeof usualSeconds, number])[];
  const added = entries.reduce((sum, [part, times]) => sum + (times - 1) * usualSeconds[part], 0);
  const moved = entries.map(([part, times]) => [
    part === 'backend' ? 'own time of backend' : `${by === 'more calls' ? 'requests' : 'latency'} of backend → ${part}`,
    times,
  ]);
  return { ...(Object.fromEntries(moved) as Moves), 'latency of backend': 1 + added / usualRequest };
}

export interface PlayedRequests {
  readonly moves: Moves;
  readonly seed?: number;
  readonly noise?: number;
  /** Seconds since the begin of what is wrong. */
  readonly since?: number;
  /** @default - those of the played shop */
  readonly vitals?: (usual: readonly Vital[]) => readonly Vital[];
}

export function playedRequests({ moves, seed = 1, noise = 0.1, since = 90, vitals = (usual) => usual }: PlayedRequests): RequestTime | undefined {
  const all = vitals(playedVitals({ seed, noise, moves, lasting: since }));
  const seen = {
    vitals: new Map(all.map((vital) => [vitalKey(vital), vital])),
    graph: ServiceGraph.of(all),
    databases: new Set(['shop', 'redis', 'stock']),
    isUsual: () => true,
  };
  return requestTimeOf('backend', seen, begin + since);
}

/** An hour of a signal, and what it is since the begin of what is wrong. */
export function signal(name: string, usual: number, now = usual, since = 90): WatchedSignal {
  const samples = [];
  for (let at = begin - 3600; at <= begin + since; at += step) samples.push({ at, load: 30, value: at > begin ? now : usual });
  return { name, samples };
}

export const waiting = (now: number): WatchedSignal => signal('waiting for a connection', 0.1, now);
export const missing = (now: number): WatchedSignal => signal('missed reads', 0.1, now);

/** A pool of six of which two connections are in use, until requests wait for one. */
export function measured(signals: readonly WatchedSignal[], change: Partial<Measured> = {}): Measured {
  const pool = { size: 6, demand: Float64Array.from({ length: 60 }, (_, index) => (index < 57 ? 2 : 8)), waited: 0.05 };
  const keys = [9, 4, 0.001].map((readsPerSecond, index) => ({ key: `item:${index + 1}`, readsPerSecond }));
  return { signals, pool, cache: { readsPerSecond: 100, hitRatio: 0.9, ttl: 60, keys }, ...change };
}
