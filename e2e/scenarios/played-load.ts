import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startExampleBackend } from '../processes/example-backend';
import { freePort } from '../processes/free-ports';
import { startRedis } from '../processes/redis';
import type { Scenario } from '../runner/scenario';
import { durationOf, milliseconds } from '../../config/duration';
import { sleep } from '../waiting/stopwatch';
import { patient } from '../waiting/patience';

const root = join(__dirname, '..', '..');
const report = z.object({ requests: z.number(), answers: z.record(z.string(), z.number()), latency: z.record(z.string(), z.number().nullable()) });

/** Requests in each second. */
const record = [5, 5, 10, 20, 20, 20, 20, 10, 5, 5];
const all = record.reduce((sum, rate) => sum + rate, 0);
/** Seconds for which the server is stopped. */
const pause = 1.5;

/** A load generator that waits for responses before it sends does not measure the latency that users have. */
export const scenario: Scenario = {
  name: 'played-load',
  title: 'a recorded load played at the real example sends every request when it is due, and what users wait while the server stands still is told',
  tags: ['smoke', 'full'],
  needs: [],
  timeout: '300s',
  async run(context) {
    const { processes } = context;
    const redis = await startRedis(processes);
    const backend = await startExampleBackend({
      processes,
      port: await freePort(),
      environment: { REDIS_URL: redis.url.replace('tcp:', 'redis:'), FAULTS: '0' },
    });
    const trace = join(context.folder, 'load.csv');
    writeFileSync(trace, ['timestamp,value', ...record.map((rate, second) => `${second},${rate}`)].join('\n'));
    const play = async (): Promise<z.infer<typeof report>> => {
      const args = ['run', '--silent', 'load', '--', '--trace', trace, '--url', `${backend.url}/items?limit=5`, '--json'];
      const { stdout } = await promisify(execFile)('npm', args, { cwd: root, timeout: milliseconds(patient('120s')) });
      const played = report.parse(JSON.parse(stdout));
      if (played.requests !== all || played.answers['200'] !== all) throw new Error(`all ${all} requests must be answered with 200, received ${stdout}`);
      return played;
    };
    const free = await play();
    context.report(`${all} requests in ${record.length} s, all answered; P50 ${shown(free)('P50')}, P95 ${shown(free)('P95')}`);
    const playing = play();
    // until npm and Node have started and the busy part has begun
    await sleep('6s');
    const { pid } = backend;
    if (pid === undefined) throw new Error('the example must run');
    process.kill(pid, 'SIGSTOP');
    await sleep(durationOf(pause)).finally(() => process.kill(pid, 'SIGCONT'));
    const held = await playing;
    context.report(`with the server standing still for ${pause} s: P50 ${shown(held)('P50')}, P95 ${shown(held)('P95')}, largest ${shown(held)('largest')}`);
    const [tail = 0, largest = 0] = [held.latency['P95'] ?? undefined, held.latency['largest'] ?? undefined];
    if (largest < 0.8 * pause) throw new Error(`who came when the server stood still must have waited for it, received ${largest} s`);
    // at least 7 of 120 requests are due while it is stopped, and wait for 0.3 s or more
    if (tail < 0.2) throw new Error(`everybody who came while the server stood still must be counted, received a P95 of ${tail} s`);
  },
};

const shown =
  ({ latency }: z.infer<typeof report>) =>
  (quantile: string): string => {
    const value = latency[quantile] ?? undefined;
    return value === undefined ? 'no answer' : `${(value * 1000).toFixed(0)} ms`;
  };
