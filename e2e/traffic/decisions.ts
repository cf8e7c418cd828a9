/** Records the reasons of an autoscaler's decisions: the metrics that it had read, and the recorded series at that time, so that a run explains its own surprises. */
import { z } from 'zod';
import { queryPrometheus } from '../prometheus/prometheus-query';
import { milliseconds } from '../../config/duration';
import { sleep, Stopwatch } from '../waiting/stopwatch';

const objectMetric = z.object({
  type: z.literal('Object'),
  object: z.object({ metric: z.object({ name: z.string() }), current: z.object({ averageValue: z.string().optional() }) }),
});
const failsafe = z.object({
  type: z.literal('ContainerResource'),
  containerResource: z.object({ current: z.object({ averageUtilization: z.number().optional() }) }),
});

/** The part of an autoscaler's status with its decision and metrics. */
export const autoscalerStatus = z.object({
  status: z.object({
    currentReplicas: z.number().default(0),
    desiredReplicas: z.number(),
    // a metric that was never read has an entry with an empty type
    currentMetrics: z.array(z.union([objectMetric, failsafe, z.looseObject({ type: z.string() })])).nullish(),
  }),
});

export type AutoscalerStatus = z.infer<typeof autoscalerStatus>['status'];

export interface Watched {
  readonly status: () => Promise<AutoscalerStatus>;
  readonly prometheusUrl: string;
  readonly workload: string;
}

/** One line for each change of the wanted replicas. */
export class Decisions {
  private readonly seen: string[] = [];
  private highest = 0;
  private latest = 0;
  private watching = true;
  private readonly since = new Stopwatch();
  private readonly loop: Promise<void>;

  public constructor(private readonly watched: Watched) {
    this.loop = this.watch();
  }

  /** The largest decided replicas since the start. */
  public get most(): number {
    return this.highest;
  }

  /** The last decided replicas. */
  public get last(): number {
    return this.latest;
  }

  /** Stops recording. @returns one line for each change */
  public async stop(): Promise<readonly string[]> {
    this.watching = false;
    await this.loop;
    return this.seen;
  }

  private async watch(): Promise<void> {
    let last: number | undefined;
    while (this.watching) {
      try {
        const status = await this.watched.status();
        if (last !== undefined && status.desiredReplicas !== last) this.seen.push(await this.line(last, status));
        last = status.desiredReplicas;
        [this.latest, this.highest] = [last, Math.max(last, this.highest)];
      } catch (error) {
        this.seen.push(`${this.at()} not seen: ${String(error)}`);
      }
      await sleep('500ms');
    }
  }

  private async line(last: number, status: AutoscalerStatus): Promise<string> {
    const { prometheusUrl, workload } = this.watched;
    const samples = await queryPrometheus(
      prometheusUrl,
      `{__name__=~"lyo:(desired_replicas:.+|wanted.*|ready.*|starting.*|settled.*)", deployment="${workload}"}`,
    );
    const recorded = samples.map(({ labels, value }) => `${(labels['__name__'] ?? '').replace(/^lyo:/, '')} ${Number(value.toFixed(3))}`);
    const read = (status.currentMetrics ?? []).map(current).join(', ');
    return `${this.at()} ${last} → ${status.desiredReplicas} (${status.currentReplicas} exist): read ${read}; recorded ${recorded.join(', ')}`;
  }

  private at(): string {
    return `${(milliseconds(this.since.elapsed()) / 1000).toFixed(1)} s`;
  }
}

/** Text of a metric in the status: of a signal an average over existing pods, of the failsafe a utilization. */
function current(metric: NonNullable<AutoscalerStatus['currentMetrics']>[number]): string {
  const [signal, cpu] = [objectMetric.safeParse(metric).data, failsafe.safeParse(metric).data];
  if (signal !== undefined) return `${signal.object.metric.name} ${signal.object.current.averageValue ?? '-'} a pod`;
  if (cpu !== undefined) return `failsafe ${cpu.containerResource.current.averageUtilization ?? '-'} %`;
  return metric.type === '' ? 'a metric that could not be' : metric.type;
}
