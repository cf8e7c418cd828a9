/** Processes for a benchmark, in a temporary folder that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../e2e/toolchain/build';
import type { ComponentName } from '../e2e/toolchain/components';
import { ProcessGroup } from '../e2e/processes/process-group';

/** Builds programs that the cache lacks, measures, and always stops all processes; an error ends the program with status 1. */
export function benchWithProcesses(programs: readonly ComponentName[], measure: (processes: ProcessGroup) => Promise<void>): void {
  // command-line/faults.ts reports it
  void run(programs, measure);
}

async function run(programs: readonly ComponentName[], measure: (processes: ProcessGroup) => Promise<void>): Promise<void> {
  await build(programs, (line) => console.log(line));
  const folder = mkdtempSync(join(tmpdir(), 'lyo-bench-'));
  const processes = new ProcessGroup(folder);
  try {
    await measure(processes);
  } finally {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
