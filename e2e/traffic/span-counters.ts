/** The counters that one collector gateway keeps of one workload's spans: raw numbers since its start, as the span_metrics connector exposes them. */
import { boundLabel } from '../../config/metrics/latency-bounds';
import { healthRoutes } from '../../config/names';
import { metrics, spanLabels } from '../../config/telemetry';
import { fastSeconds, type Demand } from './demand';

const route = 'GET /items';

export class SpanCounters {
  private beats = 0;
  private succeeded = 0;
  private failed = 0;
  private slow = 0;
  private slowSeconds = 1;

  public constructor(
    private readonly workload: { readonly namespace: string; readonly name: string },
    private readonly bounds: readonly number[],
  ) {}

  /** Counts the spans of a time range. @param share of all spans that reach this gateway */
  public add(demand: Demand, { ready, seconds, share }: { readonly ready: number; readonly seconds: number; readonly share: number }): void {
    const calls = demand.requests * seconds * share;
    this.beats += (ready * seconds * share) / 10;
    this.failed += calls * demand.failed;
    this.succeeded += calls * (1 - demand.failed);
    this.slow += calls * demand.slow;
    if (demand.slow > 0) this.slowSeconds = demand.slowSeconds;
  }

  /** Counters as Prometheus text. Series of events that never occurred are absent. */
  public expose(): string {
    const total = this.succeeded + this.failed;
    return [
      this.sample(metrics.calls.name, { [spanLabels.name]: healthRoutes.heartbeatSpan, [spanLabels.status]: 'STATUS_CODE_UNSET' }, this.beats),
      ...(this.succeeded > 0 ? [this.sample(metrics.calls.name, { [spanLabels.name]: route, [spanLabels.status]: 'STATUS_CODE_UNSET' }, this.succeeded)] : []),
      ...(this.failed > 0 ? [this.sample(metrics.calls.name, { [spanLabels.name]: route, [spanLabels.status]: spanLabels.error }, this.failed)] : []),
      ...(total > 0 ? [...this.bounds, Number.POSITIVE_INFINITY].map((bound) => this.bucket(bound, total)) : []),
    ].join('\n');
  }

  private bucket(bound: number, total: number): string {
    const within = (bound >= fastSeconds ? total - this.slow : 0) + (bound >= this.slowSeconds ? this.slow : 0);
    // scraped classic histograms carry their bound as a float: 2.0, not 2
    const le = Number.isFinite(bound) ? boundLabel(bound) : '+Inf';
    return this.sample(metrics.durationBucket.name, { [spanLabels.name]: route, [spanLabels.status]: 'STATUS_CODE_UNSET', le }, within);
  }

  private sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
    const all = {
      [spanLabels.namespace]: this.workload.namespace,
      [spanLabels.deployment]: this.workload.name,
      [spanLabels.kind]: spanLabels.server,
      ...labels,
    };
    const text = Object.entries(all).map(([label, content]) => `${label}=${JSON.stringify(content)}`);
    return `${name}{${text.join(',')}} ${value}`;
  }
}
