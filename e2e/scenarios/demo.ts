import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { formatDuration, seconds, Stopwatch } from '../duration';
import type { Scenario } from '../scenario';

const root = join(__dirname, '..', '..');
/** From its start to the first trace that somebody can look at, with programs built. */
const visibleWithin = seconds(60);

export const scenario: Scenario = {
  name: 'demo',
  title: 'the demo shows its first trace within 60 s of its start, and Ctrl-C ends it and everything it started',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  async run(context) {
    const stopwatch = new Stopwatch();
    const demo = spawn(process.execPath, ['--import', 'tsx', 'e2e/demo.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(demo, 'exit');
    const addresses: string[] = [];
    let visible: number | undefined;
    for await (const line of createInterface({ input: demo.stdout })) {
      addresses.push(...(/http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []));
      if (line.includes('not within')) throw new Error(line);
      if (!line.includes('the first trace is visible')) continue;
      visible = stopwatch.elapsed().milliseconds;
      context.report(`first trace after ${formatDuration(stopwatch.elapsed())}`);
      demo.kill('SIGINT');
    }
    await ended;
    const code = demo.exitCode;
    if (visible === undefined || visible > visibleWithin.milliseconds)
      throw new Error(`a trace must be visible within ${formatDuration(visibleWithin)}, took ${visible} ms`);
    if (code !== 0) throw new Error(`Ctrl-C must end the demo with status 0, it was ${String(code)}`);
    await silent(addresses);
    context.report(`after Ctrl-C none of ${addresses.length} addresses answers`);
  },
};

async function silent(addresses: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(addresses.map((address) => fetch(address)));
  const left = addresses.filter((_, index) => answers[index]?.status === 'fulfilled');
  if (addresses.length < 4 || left.length > 0)
    throw new Error(`nothing must answer after the demo, ${left.join(', ') || 'too few addresses were printed'} did`);
}
