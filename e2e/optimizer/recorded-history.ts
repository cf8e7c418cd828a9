/** Recorded days for a Prometheus before its start: blocks that promtool writes into its data folder. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { recorded } from '../../config/telemetry';
import { labelsText } from '../prometheus/promtool-series';
import { binaryOf } from '../toolchain/build';

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
  const labels = labelsText({ namespace, deployment });
  const times = Array.from({ length: Math.floor((until - from) / step) }, (_, index) => from + index * step);
  const family = (name: string, value: (at: number) => number): string =>
    `# TYPE ${name} gauge\n${times.map((at) => `${name}${labels} ${value(at)} ${at}\n`).join('')}`;
  const file = join(scratch, 'history.openmetrics');
  await writeFile(file, `${family(recorded.requestRate, load)}${family(recorded.spansAlive, () => 6)}# EOF\n`);
  await promisify(execFile)(binaryOf('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, dataFolder]);
}
