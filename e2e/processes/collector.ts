import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binaryOf } from '../toolchain/build';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface CollectorOptions {
  readonly processes: ProcessGroup;
  /** Name of its log. */
  readonly name: string;
  /** The configuration as data. */
  readonly config: unknown;
  /** Address of its health extension, `host:port`. */
  readonly health: string;
  /** Environment variables that the configuration refers to. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An OpenTelemetry collector, agent or gateway by its configuration. */
export async function startCollector({ processes, name, config, health, environment }: CollectorOptions): Promise<Running> {
  const file = join(processes.scratchFolder(`${name}-config`), 'config.yaml');
  await writeFile(file, stringify(config, { aliasDuplicateObjects: false }));
  return processes.start({
    name,
    command: binaryOf('otelcol'),
    args: [`--config=${file}`],
    environment: { ...environment, ...profile() },
    url: `http://${health}`,
    readyPath: '/',
    // a gateway decides on the traces that it still holds, and sends them
    gracePeriod: '30s',
  });
}

/** Address of Go's profiles for the first collector of a run, from the caller's OTELCOL_PPROF, `host:port`. */
function profile(): Readonly<Record<string, string>> {
  const address = process.env['OTELCOL_PPROF'];
  return address === undefined ? {} : { OTELCOL_PPROF: address };
}
