/** Decides whether a new version may continue, by its answers and those of all others in the same time. Pure arithmetic. */
import type { StatedGuard } from './stated';

/** Requests within the guard's time. */
export interface Answered {
  readonly requests: number;
  readonly failed: number;
  readonly slow: number;
}

export interface Verdict {
  /** `open`: too few requests, or more faults than promised that may still be chance. */
  readonly kind: 'worse' | 'fine' | 'open';
  /** For people, with the numbers. */
  readonly text: string;
}

/** Width of the interval in standard deviations: the verdict is repeated every few seconds, so chance must not decide one of many. */
const deviations = 3;
/** Least number of faults that can prove anything, whatever their share of the requests. */
const leastFaults = 5;
/** A version is worse than the others only above this multiple of their share of faults. */
const tolerated = 1.25;
/** Least number of requests of the others for their share of faults to count: with fewer, a single fault would allow too much. */
const leastOthers = 100;

/**
 * A version is worse when it surely has more faults than the objectives allow and than the others have. It is fine when, after enough requests, it has more than neither.
 * @param others - undefined when no other version has requests: then the objectives alone decide
 */
export function verdictOf(version: Answered, others: Answered | undefined, guard: Pick<StatedGuard, 'requests' | 'failed' | 'slow'>): Verdict {
  const { requests } = version;
  const kinds = (['failed', 'slow'] as const).map((kind) => {
    const limit = Math.max(guard[kind], others === undefined || others.requests < leastOthers ? 0 : (tolerated * others[kind]) / others.requests);
    const share = requests === 0 ? 0 : version[kind] / requests;
    const isWorse = version[kind] >= leastFaults && leastShare(version[kind], requests) > limit;
    return { isWorse, isFine: share <= limit, text: `${percent(share)} ${words[kind]} (${percent(limit)} may)` };
  });
  const text = `${Math.round(requests)} requests, ${kinds.map((kind) => kind.text).join(', ')}`;
  if (kinds.some(({ isWorse }) => isWorse)) return { kind: 'worse', text };
  if (requests < guard.requests) return { kind: 'open', text: `${text}; ${guard.requests} requests are needed` };
  return { kind: kinds.every(({ isFine }) => isFine) ? 'fine' : 'open', text };
}

const words = { failed: 'failed', slow: 'were slower than promised' } as const;

/** Lower end of Wilson's interval. 5 of 16: 9 %; 3 of 300: 0.2 %. */
function leastShare(count: number, of: number): number {
  const [total, square] = [Math.max(of, count), deviations ** 2];
  const share = count / total;
  const spread = deviations * Math.sqrt((share * (1 - share)) / total + square / (4 * total ** 2));
  return Math.max(0, (share + square / (2 * total) - spread) / (1 + square / total));
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
