/**
 * Where the time of a request goes: what a service waits for, by the calls of the service graph, and what is left for itself. Each part is a mean of one request, the calls of a request times the duration of a call, so that
 * parts add up and both factors show which of them grew.
 */
import { standingOf, type Standing } from '../incidents/symptoms';
import { vitalKey, type Subject, type Vital, type VitalKind } from '../incidents/vital';
import { calleeKind, type CalleeKind } from './callee';
import type { Seen } from './seen';

export interface RequestPart {
  /** Whom it waits for. @default - itself */
  readonly callee?: { readonly name: string; readonly kind: CalleeKind };
  /** Seconds of a request. */
  readonly seconds: Level;
  /** Calls of a request. */
  readonly calls: Level;
  /** Robust deviations above what is usual, as those of its standing. */
  readonly deviations: number;
}

/** Now, and as it usually is. */
export interface Level {
  readonly now: number;
  readonly usual: number;
}

export interface RequestTime {
  /** When it was judged, seconds since 1970. */
  readonly at: number;
  readonly seconds: Level;
  /** The longest first. */
  readonly parts: readonly RequestPart[];
  /** Cores of a pod. @default - not measured */
  readonly cores?: Level & { readonly deviations: number };
}

/** Undefined where no spans of its requests are known. @param now seconds since 1970 */
export function requestTimeOf(service: string, seen: Seen, now: number): RequestTime | undefined {
  const find = finder(seen.vitals);
  const standing = (vital: Vital | undefined): Standing | undefined => (vital === undefined ? undefined : standingOf(vital, now, seen.isUsual));
  const requests = find({ name: service }, 'requests');
  const whole = standing(find({ name: service }, 'latency'));
  if (requests === undefined || whole === undefined) return undefined;
  const own = standing(find({ name: service }, 'own time'));
  const called = seen.graph.edges.filter(({ client, server }) => client === service && server !== service);
  const parts = called.flatMap(({ server: name }): readonly RequestPart[] => {
    const { seconds, calls } = perRequest({ client: service, name }, requests, find);
    const [time, count] = [standing(seconds), standing(calls)];
    if (time === undefined || count === undefined) return [];
    return [{ callee: { name, kind: calleeKind(name, seen) }, seconds: levelOf(time), calls: levelOf(count), deviations: Math.max(time.deviations, 0) }];
  });
  const itself: readonly RequestPart[] =
    own === undefined ? [] : [{ seconds: levelOf(own), calls: { now: 1, usual: 1 }, deviations: Math.max(own.deviations, 0) }];
  const cpu = standing(find({ name: service }, 'CPU'));
  return {
    at: now,
    seconds: levelOf(whole),
    parts: [...parts, ...itself].sort((a, b) => b.seconds.now - a.seconds.now),
    ...(cpu === undefined ? {} : { cores: { ...levelOf(cpu), deviations: cpu.deviations } }),
  };
}

type Find = (subject: Subject, of: VitalKind) => Vital | undefined;

const finder =
  (vitals: Seen['vitals']): Find =>
  (subject, of) =>
    vitals.get(vitalKey({ subject, of }));

const levelOf = ({ value, usual }: Standing): Level => ({ now: value, usual });

/** At the moments of which both rates are known. A minute without a call has no duration of one, and takes no time. */
function perRequest(subject: Subject, requests: Vital, find: Find): { readonly seconds: Vital; readonly calls: Vital } {
  const [served, called, lasting] = [requests, find(subject, 'requests'), find(subject, 'latency')].map(
    (vital) => new Map((vital?.samples ?? []).map(({ at, value }) => [at, value])),
  );
  const calls = [...(called ?? [])].flatMap(([at, value]) => {
    const rate = served?.get(at) ?? 0;
    return rate > 0 ? [{ at, value: value / rate }] : [];
  });
  const seconds = calls.flatMap(({ at, value }) => {
    const each = value === 0 ? 0 : lasting?.get(at);
    return each === undefined ? [] : [{ at, value: value * each }];
  });
  return { seconds: { subject, of: 'latency', samples: seconds }, calls: { subject, of: 'requests', samples: calls } };
}
