/** Scores of a replay. */
import { latencyAt, type PodModel } from './pod-model';

/**
 * Elasticity as SPEC RG Cloud defines it (Herbst et al., "Ready for Rain? A View from SPEC Research on the Future of Cloud Metrics", SPEC-RG-2016-01): d(t) is the
 * number of needed pods, s(t) of ready ones, T the duration. In percent.
 */
export interface Score {
  readonly name: string;
  /** Percentage of requests that arrived while ready pods were above the knee, or that could not be served. */
  readonly violations: number;
  /** Pod-hours, from the decision to the end of each pod. */
  readonly podHours: number;
  /** θ_U = 100 / T · ∫ max(d − s, 0) / d dt, θ_O = 100 / T · ∫ max(s − d, 0) / d dt. */
  readonly under: number;
  readonly over: number;
  /** τ_U, τ_O: percentage of the time with too few, and with too many pods. */
  readonly timeUnder: number;
  readonly timeOver: number;
  /**
   * Instability υ: percentage of the time in which supply and demand move in opposite directions (the same report; Herbst et al., ACM TOMPECS 3(4), 2018). Both are compared with
   * their values a minute ago, because numbers of pods change in whole steps.
   */
  readonly instability: number;
  /** Changes of the replicas per day. */
  readonly actionsPerDay: number;
  /** Quantiles of the requests' latency in seconds. */
  readonly p95: number;
  readonly p99: number;
  /** Mean utilization of the ready pods, in percent of their CPU requests. */
  readonly utilization: number;
}

/** Pods with which utilization is at most at the knee. */
export function neededPods({ capacity, knee }: PodModel, requests: number): number {
  return Math.max(1, Math.ceil(requests / (capacity * knee) - 1e-9));
}

const secondsPerDay = 86_400;
/** Largest utilization of the histogram, which has steps of 0.01. Latency is a function of utilization, so its quantiles over all requests can be computed from the histogram. */
const widest = 5;

export class Scores {
  private readonly byUtilization = new Float64Array(widest * 100 + 1);
  private ticks = 0;
  private requests = 0;
  private violating = 0;
  private pods = 0;
  private actions = 0;
  private last: number | undefined;
  private readonly sums = { under: 0, over: 0, timeUnder: 0, timeOver: 0, utilization: 0, opposed: 0 };
  /** Ring buffer of needed and ready pods during the last minute. */
  private readonly minute: readonly { needed: number; ready: number }[];

  public constructor(
    private readonly model: PodModel,
    private readonly tick: number,
  ) {
    this.minute = Array.from({ length: Math.max(1, Math.round(60 / tick)) }, () => ({ needed: 0, ready: 0 }));
  }

  public add(requests: number, ready: number, starting: number): void {
    const { capacity, knee } = this.model;
    const utilization = ready === 0 ? widest : Math.min(widest, requests / (ready * capacity));
    const needed = neededPods(this.model, requests);
    this.compare(needed, ready);
    this.ticks += 1;
    this.requests += requests;
    if (utilization > knee + 1e-9) this.violating += requests;
    const bucket = Math.round(utilization * 100);
    this.byUtilization[bucket] = (this.byUtilization[bucket] ?? 0) + requests;
    this.sums.under += Math.max(needed - ready, 0) / needed;
    this.sums.over += Math.max(ready - needed, 0) / needed;
    this.sums.timeUnder += ready < needed ? 1 : 0;
    this.sums.timeOver += ready > needed ? 1 : 0;
    this.sums.utilization += utilization;
    const pods = ready + starting;
    this.pods += pods;
    if (this.last !== undefined && this.last !== pods) this.actions += 1;
    this.last = pods;
  }

  private compare(needed: number, ready: number): void {
    const before = this.minute[this.ticks % this.minute.length];
    if (before === undefined) return;
    if (this.ticks >= this.minute.length && (needed - before.needed) * (ready - before.ready) < 0) this.sums.opposed += 1;
    before.needed = needed;
    before.ready = ready;
  }

  public total(name: string): Score {
    const percent = (sum: number): number => (100 * sum) / Math.max(this.ticks, 1);
    const { under, over, timeUnder, timeOver, utilization, opposed } = this.sums;
    return {
      name,
      violations: this.requests === 0 ? 0 : (100 * this.violating) / this.requests,
      podHours: (this.pods * this.tick) / 3600,
      under: percent(under),
      over: percent(over),
      timeUnder: percent(timeUnder),
      timeOver: percent(timeOver),
      instability: percent(opposed),
      actionsPerDay: (this.actions * secondsPerDay) / Math.max(this.ticks * this.tick, 1),
      p95: this.latency(0.95),
      p99: this.latency(0.99),
      utilization: percent(utilization),
    };
  }

  /** Latency in seconds below which this share of all requests stays, by bisection over a mixture of exponential distributions, one for each utilization. */
  private latency(share: number): number {
    let [low, high] = [0, this.model.timeout];
    for (let round = 0; round < 40; round += 1) {
      const middle = (low + high) / 2;
      if (this.shareBelow(middle) < share) low = middle;
      else high = middle;
    }
    return high;
  }

  private shareBelow(limit: number): number {
    let below = 0;
    this.byUtilization.forEach((requests, bucket) => {
      if (requests === 0) return;
      const mean = latencyAt(this.model, bucket / 100, 1 - Math.exp(-1));
      below += requests * (mean >= this.model.timeout ? 0 : 1 - Math.exp(-limit / mean));
    });
    return this.requests === 0 ? 1 : below / this.requests;
  }
}
