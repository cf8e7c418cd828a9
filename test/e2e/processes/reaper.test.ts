import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '../../../e2e/waiting/assertions';

const REAPER = join(__dirname, '..', '..', '..', 'e2e', 'processes', 'reaper.ts');

/** Starts two children, ends the first, registers both, and then waits like a runner during a scenario. */
const RUNNER = `
  const { spawn } = require('node:child_process');
  const { reap, forget } = require(${JSON.stringify(REAPER)});
  const [first, second] = [0, 1].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }));
  reap(first.pid);
  reap(second.pid);
  first.on('exit', () => { forget(first.pid); console.log(second.pid); });
  first.kill();
`;

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('%s to the runner ends its processes', async (signal) => {
  const runner = spawn(process.execPath, ['--import', 'tsx', '-e', RUNNER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const child = Number(await new Promise((resolve) => runner.stdout.once('data', resolve)));
  expect(isAlive(child)).toBe(true);
  runner.kill(signal);
  await eventually('the child has ended', () => Promise.resolve(isAlive(child)), { until: (alive) => !alive, interval: '20ms' });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
