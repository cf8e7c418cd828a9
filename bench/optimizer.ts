/**
 * `npm run bench:optimizer`: how long a tick takes with 50 workloads and fourteen days of history each, how long learning one of them takes and for how long it blocks other requests, and the memory over a week in which each is
 * learned every day, or as many a day as `--lessons` says. `--workloads 5` has fewer of them. The service runs as in its image: bundled, in a Node.js of its own, with the heap that its chart allows. `--days 2` plays fewer days.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { nodeOptions } from '../charts/optimizer';
import { mebibytes } from '../config/quantities';
import { validated } from '../config/validate';
import { dev } from '../test/fixtures/dev';
import { textTable } from '../command-line/text-table';
import type { Asked, PlayedDay } from './optimizer/week';
import { rounds } from './short-form';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    days: { type: 'string', default: '7' },
    lessons: { type: 'string', default: '50' },
    workloads: { type: 'string', default: '50' },
  },
});
/** MiB that its container may have. */
const limit = mebibytes(validated([dev])[0]?.sizing['optimizer']?.memory.limit ?? '512Mi');
const asked: Asked = {
  workloads: rounds(Number(values.workloads), 2),
  historyDays: rounds(14, 4),
  days: rounds(Number(values.days), 1),
  lessons: rounds(Number(values.lessons), 2),
  ticksADay: rounds(24, 6),
};

async function played(folder: string): Promise<readonly PlayedDay[]> {
  const file = join(folder, 'week.cjs');
  buildSync({ entryPoints: [join(__dirname, 'optimizer', 'week.ts')], bundle: true, platform: 'node', target: 'node20', format: 'cjs', outfile: file });
  const child = spawn(process.execPath, ['--expose-gc', ...nodeOptions(limit), file, JSON.stringify(asked)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const days: PlayedDay[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const day = JSON.parse(line) as PlayedDay;
    days.push(day);
    process.stderr.write(`day ${day.day} of ${asked.days}: ${day.most.toFixed(0)} MB at most\n`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the service must play its week, ended with ${code}`);
  return days;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-bench-'));
  try {
    const days = await played(folder);
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) throw new Error('a week must have days, received none');
    const number = (value: number, digits = 0): string => value.toFixed(digits);
    const head = ['day', 'tick s', 'longest', 'lesson s', 'without a breath', 'resident MB', 'most', 'typed arrays', 'C allocator', 'heap'];
    const rows = days.map(({ day, tick, longest, lesson, breathless, resident, most, arrays, allocator, heap }) => [
      ...[number(day), number(tick, 3), number(longest, 3), number(lesson, 2), number(breathless, 2)],
      ...[resident, most, arrays, allocator, heap].map((megabytes) => (megabytes === undefined ? '–' : number(megabytes))),
    ]);
    process.stdout.write(
      `${asked.workloads} workloads, ${asked.historyDays} days of history, ${asked.lessons} lessons a day, ${nodeOptions(limit).join(' ')}\n\n${textTable([head, ...rows]).join('\n')}\n\n`,
    );
    process.stdout.write(
      `the first tick, which reads all history, takes ${number(first.tick, 2)} s; the longest after it ${number(Math.max(...days.slice(1).map(({ longest }) => longest)), 2)} s\n`,
    );
    process.stdout.write(
      `resident memory ${number(first.resident)} MB when all are learned, ${number(last.resident)} MB ${asked.days} days later, ${number(last.most)} MB at most\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
