/** CPU and memory of a process from the kernel (proc(5)). Linux only. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Running } from './process';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of CPU in user and kernel mode since its start. @throws Error when it does not run */
export function cpuSeconds(running: Pick<Running, 'name' | 'pid'>): number {
  // the second field is a name in parentheses that may hold spaces; utime and stime are fields 14 and 15
  const fields = text(running, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Resident memory in bytes at this moment. @throws Error when it does not run */
export function residentBytes(running: Pick<Running, 'name' | 'pid'>): number {
  return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(text(running, 'status'))?.[1] ?? Number.NaN);
}

function text({ name, pid }: Pick<Running, 'name' | 'pid'>, file: string): string {
  if (pid === undefined) throw new Error(`${name} must run to be measured`);
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}
