/** Recorded days for a Prometheus before its start. */
import { recorded } from '../../config/telemetry';
import { backfill, type PastSeries } from '../prometheus/backfilled';

export interface RecordedHistory {
  readonly namespace: string;
  readonly deployment: string;
  /** Begin in seconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly step: number;
  /** Requests a second at a moment. */
  readonly load: (at: number) => number;
}

/** Writes recorded series of a workload: its requests a second, and that they were measured. Prometheus loads the blocks within a minute. */
export async function writeHistory(scratch: string, dataFolder: string, { namespace, deployment, from, until, step, load }: RecordedHistory): Promise<void> {
  const times = Array.from({ length: Math.floor((until - from) / step) }, (_, index) => from + index * step);
  const series = (value: (at: number) => number): readonly PastSeries[] => [{ labels: { namespace, deployment }, samples: times.map((at) => [at, value(at)]) }];
  await backfill(scratch, dataFolder, { [recorded.requestRate]: series(load), [recorded.spansAlive]: series(() => 6) });
}
