/** Latencies of requests in Node's HDR histogram, exact to three digits. */
import { createHistogram } from 'node:perf_hooks';

export class Latencies {
  /** Latencies of answered requests in microseconds. */
  private readonly answered = createHistogram({ lowest: 1, highest: 86_400 * 1e6, figures: 3 });
  private unanswered = 0;

  /** @param seconds until the answer; `undefined` when none came */
  public add(seconds: number | undefined): void {
    if (seconds === undefined) this.unanswered += 1;
    else this.answered.record(Math.max(1, Math.round(seconds * 1e6)));
  }

  public get count(): number {
    return this.answered.count + this.unanswered;
  }

  /**
   * Seconds within which that share of all requests was answered; `undefined` if fewer were answered. A request without an answer counts as infinitely slow: if it were left out, a
   * server that drops its slowest requests would look fast.
   */
  public quantile(share: number): number | undefined {
    const rank = Math.ceil(share * this.count);
    if (rank < 1 || rank > this.answered.count) return undefined;
    return this.answered.percentile((100 * rank) / this.answered.count) / 1e6;
  }
}
