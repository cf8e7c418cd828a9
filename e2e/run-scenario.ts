import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Duration, Stopwatch, formatDuration, minutes } from './duration';
import { ProcessGroup } from './processes/process-group';
import { type Scenario } from './scenario';
import { startCluster } from './start-cluster';

export type ScenarioResult =
  | { readonly ok: true; readonly took: Duration }
  | { readonly ok: false; readonly took: Duration; readonly error: unknown; readonly crashes: readonly string[]; readonly folder: string };

/** Runs a scenario in a folder of its own and ends everything it started, whatever happens. */
export async function runScenario(scenario: Scenario, logFolder: string, print: (line: string) => void): Promise<ScenarioResult> {
  const folder = join(logFolder, scenario.name);
  await mkdir(folder, { recursive: true });
  const processes = new ProcessGroup(folder);
  const stopwatch = new Stopwatch();
  try {
    const run = scenario.run({
      folder,
      processes,
      report: (line) => print(`  ${formatDuration(stopwatch.elapsed()).padStart(10)}  ${line}`),
      startCluster: (options) => startCluster({ ...options, processes }),
    });
    await withTimeout(run, scenario.timeout ?? minutes(15));
    return { ok: true, took: stopwatch.elapsed() };
  } catch (error) {
    return { ok: false, took: stopwatch.elapsed(), error, crashes: processes.crashes(), folder };
  } finally {
    await processes.stop();
  }
}

async function withTimeout(run: Promise<void>, timeout: Duration): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const error = new Error(`the scenario took longer than ${formatDuration(timeout)}`);
    timer = setTimeout(() => reject(error), timeout.milliseconds);
  });
  try {
    await Promise.race([run, expired]);
  } finally {
    clearTimeout(timer);
  }
}
