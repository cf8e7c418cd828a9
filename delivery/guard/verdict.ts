/** Whether a new version may go on, by what it and all others answered in the same time. Arithmetic; nothing here asks. */
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

/** Standard deviations between what is seen and what is believed: it is looked at every few seconds, and chance must not win one of many looks. */
const deviations = 3;
/** Faults of which fewer prove nothing, whatever share of the requests they are. */
const leastFaults = 5;
/** A version may have so many times the faults of the others before it is worse than they are. */
const tolerated = 1.25;
/** Requests of the others from which on their share of faults counts: of fewer one would allow much. */
const leastOthers = 100;

/**
 * Worse is what has more faults than the objectives allow and than the others have, with little doubt; fine is what has no more of either after enough requests.
 * @param others - undefined where no other version was counted: then the objectives alone decide
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
