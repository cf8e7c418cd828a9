/** Counters of a simulated gateway that were there for an hour: their past for a Prometheus before its start, and then as they grow. */
import { LoopbackServer } from '../processes/loopback-server';
import type { Target } from '../platform/prometheus-placement';
import type { PastSeries } from '../prometheus/backfilled';
import { labelsText } from '../prometheus/promtool-series';
import { shippedBounds, type Measured } from './operation-series';
import type { TimedSeries } from './timed-series';

/** Makes series whose only value is by how much they grow in a second. */
export const perSecond: Measured = { clock: { step: 1, steps: 1 }, bounds: shippedBounds, sums: true };

/** Seconds between two samples of the past. */
const step = 10;

interface Counter {
  readonly name: string;
  readonly labels: TimedSeries['labels'];
  total: number;
  rate: number;
}

export class PlayedSpans {
  private readonly counters = new Map<string, Counter>();
  private countedAt: number;
  private server: LoopbackServer | undefined;

  /** @param from when they were zero, in seconds since 1970 */
  private constructor(private readonly from: number) {
    this.countedAt = from;
  }

  /** @param growth series with their growth a second, all their past long */
  public static async start(growth: readonly TimedSeries[], from: number): Promise<PlayedSpans> {
    const spans = new PlayedSpans(from);
    spans.want(growth);
    spans.server = await LoopbackServer.start((_, response) => {
      spans.advance();
      response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(spans.exposition());
    });
    return spans;
  }

  /** With the labels of the series' job and instance, as a target of that job has them. */
  public get target(): Target {
    const instance = [...this.counters.values()][0]?.labels['instance'];
    if (this.server === undefined || instance === undefined) throw new Error('spans must have been started with series of an instance, received none');
    return { address: this.server.address, labels: { instance } };
  }

  /** What a Prometheus would have scraped until now, by name. */
  public past(): Readonly<Record<string, readonly PastSeries[]>> {
    const steps = Math.floor((Date.now() / 1000 - this.from) / step);
    const past: Record<string, PastSeries[]> = {};
    for (const { name, labels, rate } of this.counters.values()) {
      if (rate === 0) continue;
      const samples = Array.from({ length: steps }, (_, index) => [this.from + (index + 1) * step, rate * (index + 1) * step] as const);
      (past[name] ??= []).push({ labels, samples });
    }
    return past;
  }

  /** From now on; series that are not among these stay as they are, and those that were not there before have grown so from the beginning. */
  public want(growth: readonly TimedSeries[]): void {
    this.advance();
    for (const { name, labels, values } of growth) {
      const key = `${name}${labelsText(labels)}`;
      const rate = values[0] ?? 0;
      const total = this.counters.get(key)?.total ?? rate * (this.countedAt - this.from);
      this.counters.set(key, { name, labels, total, rate });
    }
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  private advance(): void {
    const now = Date.now() / 1000;
    for (const counter of this.counters.values()) counter.total += counter.rate * (now - this.countedAt);
    this.countedAt = now;
  }

  /** Without the labels that the scrape adds. What never happened has no series. */
  private exposition(): string {
    const counted = [...this.counters.values()].filter(({ total }) => total > 0);
    return counted.map(({ name, labels: { job: _, instance: __, ...labels }, total }) => `${name}${labelsText(labels)} ${total}\n`).join('');
  }
}
