/** Samples of the past for a Prometheus before its start: blocks that promtool writes into its data folder. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binaryOf } from '../toolchain/build';
import { labelsText } from './promtool-series';

export interface PastSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, ascending. */
  readonly samples: readonly (readonly [at: number, value: number])[];
}

/**
 * Writes gauges by name. A running Prometheus loads the blocks within a minute.
 * @param scratch folder for the text that promtool reads
 * @param dataFolder `--storage.tsdb.path`
 */
export async function backfill(scratch: string, dataFolder: string, gauges: Readonly<Record<string, readonly PastSeries[]>>): Promise<void> {
  const families = Object.entries(gauges).map(([name, all]) => {
    const lines = all.flatMap(({ labels, samples }) => samples.map(([at, value]) => `${name}${labelsText(labels)} ${value} ${at}\n`));
    return `# TYPE ${name} gauge\n${lines.join('')}`;
  });
  const file = join(scratch, 'history.openmetrics');
  await writeFile(file, `${families.join('')}# EOF\n`);
  await promisify(execFile)(binaryOf('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, dataFolder]);
}
