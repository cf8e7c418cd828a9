import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Duration, durationOf, milliseconds } from '../../config/duration';
import { Stopwatch, formatDuration, sleep } from '../waiting/stopwatch';
import { patient } from '../waiting/patience';
import { ProcessGroup } from '../processes/process-group';
import { type Scenario } from './scenario';
import { startCluster } from '../cluster/start-cluster';

const LOOK_AGAIN = '500ms';

export type ScenarioResult =
  | { readonly ok: true; readonly took: Duration }
  | { readonly ok: false; readonly took: Duration; readonly error: unknown; readonly crashes: readonly string[]; readonly folder: string };

export interface ScenarioRun {
  readonly logFolder: string;
  /** Rejects when a program that the scenario needs cannot be built. */
  readonly built: Promise<unknown>;
  readonly print: (line: string) => void;
}

/** Runs a scenario in a folder of its own and ends everything it started, whatever happens. */
export async function runScenario(scenario: Scenario, { logFolder, built, print }: ScenarioRun): Promise<ScenarioResult> {
  const folder = join(logFolder, scenario.name);
  await mkdir(folder, { recursive: true });
  const processes = new ProcessGroup(folder);
  const stopwatch = new Stopwatch();
  try {
    await built;
    const run = scenario.run({
      folder,
      processes,
      report: (line) => print(`  ${formatDuration(stopwatch.elapsed()).padStart(10)}  ${line}`),
      startCluster: (options) => startCluster({ ...options, processes }),
    });
    await withTimeout(run, scenario.timeout ?? '900s');
    return { ok: true, took: stopwatch.elapsed() };
  } catch (error) {
    return { ok: false, took: stopwatch.elapsed(), error, crashes: processes.crashes(), folder };
  } finally {
    await processes.stop();
  }
}

/** @param timeout for an idle machine; a loaded one gets the time that its load takes away */
async function withTimeout(run: Promise<void>, timeout: Duration): Promise<void> {
  const stopwatch = new Stopwatch();
  let ended = false;
  const expired = async (): Promise<void> => {
    for (;;) {
      const left = milliseconds(patient(timeout)) - milliseconds(stopwatch.elapsed());
      if (ended) return;
      if (left <= 0) throw new Error(`the scenario took longer than ${formatDuration(timeout)} on an idle machine`);
      await sleep(durationOf(Math.min(left, milliseconds(LOOK_AGAIN)) / 1000));
    }
  };
  try {
    await Promise.race([run, expired()]);
  } finally {
    ended = true;
  }
}
