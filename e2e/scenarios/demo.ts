import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { heightOf } from '../previews/preview';
import { chromiumIn, openPage } from '../processes/chromium';
import { forget, reap } from '../processes/reaper';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const root = join(__dirname, '..', '..');
/** Texts that the page must show within a minute. */
const shown: Readonly<Record<string, RegExp>> = {
  'the request rate': /<b>[\d.]+\/s<\/b><span>Requests/,
  'the share of errors': /<b>[\d.]+ %<\/b><span>Errors/,
  'the 95th percentile': /<b>[\d.]+ m?s<\/b><span>P95/,
  'who wins': /wins? with \d+; the autoscaler would set \d+/,
  'a span of FastAPI': /<b>[^<]*, FastAPI<\/b>/,
  'a span of SQL': /<b>SQL [^<]*<\/b>/,
  'a span of Redis': /<b>Redis<\/b>/,
  'the second service': /<b>prices, FastAPI<\/b>/,
  'the service map': /class="name halo">prices</,
  'that alerting is alive': /Deadman fires/,
  'the signal of CPU': /<td>CPU<\/td><td>\d/,
};

export const scenario: Scenario = {
  name: 'demo',
  title: 'the demo’s page shows rate, errors, P95, who wins, traces and map, no alert is pending, and Ctrl-C ends everything it started',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  async run(context) {
    const demo = spawn(process.execPath, ['--import', 'tsx', 'e2e/demo/demo.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    // it ends with this program, also when that is killed, and all that it started ends with it
    if (demo.pid !== undefined) reap(demo.pid);
    const ended = once(demo, 'exit');
    const lines: string[] = [];
    createInterface({ input: demo.stdout }).on('line', (line) => lines.push(line));
    try {
      const line = await eventually('the demo names its page', () => Promise.resolve(lines.find((one) => one.includes('the page is there'))), {
        until: (one) => one !== undefined || demo.exitCode !== null,
        // programs of Python are installed once
        timeout: '180s',
      });
      const page = /http:\/\/\S+/.exec(line ?? '')?.[0] ?? '';
      context.report(line ?? 'the demo ended');
      await eventually('the first trace is told', () => Promise.resolve(lines.find((one) => one.includes('the first trace is visible'))), {
        until: (one) => one !== undefined,
        timeout: '60s',
      });
      context.report(lines.find((one) => one.includes('the first trace is visible')) ?? '');
      await looksRight(context, page);
    } finally {
      demo.kill('SIGINT');
      await ended;
      if (demo.pid !== undefined) forget(demo.pid);
    }
    if (demo.exitCode !== 0) throw new Error(`Ctrl-C must end the demo with status 0, it was ${String(demo.exitCode)}`);
    const addresses = lines.flatMap((line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []);
    await silent(addresses);
    context.report(`after Ctrl-C none of ${addresses.length} addresses answers`);
  },
};

/** @throws Error that names what the page lacks. If the machine has Chromium, the page is also opened in it, in the sizes of a desktop and a phone. */
async function looksRight(context: ScenarioContext, url: string): Promise<void> {
  // also those that are pending for a moment
  const alerts = new Set<string>();
  const lacking = async (): Promise<readonly string[]> => {
    const html = await (await fetch(url)).text();
    for (const [, state = '', name = ''] of html.matchAll(/<li class="(pending|firing)"><b>([^<]*)<\/b>/g)) alerts.add(`${name} ${state}`);
    return Object.entries(shown).flatMap(([what, pattern]) => (pattern.test(html) ? [] : [what]));
  };
  await eventually('the page shows everything', lacking, { until: (lacks) => lacks.length === 0, timeout: '120s', interval: '2s' });
  context.report(`the page shows ${Object.keys(shown).join(', ')}`);
  // the load contains failures, and a busy machine adds slow requests: alerts about users are allowed, no others
  const wrong = [...alerts].filter((alert) => !/^((Availability|Latency)Burn(Fast|Slow)|Operation(Slow|Failing)) /.test(alert));
  if (wrong.length > 0) throw new Error(`a healthy demo must have no alert from its first moment on, it had ${wrong.join(', ')}`);
  if (chromiumIn(process.env['PATH'] ?? '') === undefined) {
    context.report('no Chromium in PATH: the page was read, not looked at');
    return;
  }
  // a short wait, so that charts show some data
  await sleep('10s');
  for (const [name, width] of Object.entries({ desk: 1280, phone: 412 })) {
    const screenshot = join(context.folder, `${name}.png`);
    const seen = await openPage({ url, virtualTime: '1s', size: { width, height: 2000 } });
    const html = await openPage({ url, virtualTime: '1s', screenshot, size: { width, height: heightOf(seen) + 24 } });
    if (!html.includes('<svg') || !existsSync(screenshot)) throw new Error(`Chromium must show the page at ${width} px`);
    context.report(`looked at: ${screenshot}`);
  }
}

async function silent(addresses: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(addresses.map((address) => fetch(address)));
  const left = addresses.filter((_, index) => answers[index]?.status === 'fulfilled');
  if (addresses.length < 5 || left.length > 0)
    throw new Error(`nothing must answer after the demo, ${left.join(', ') || 'too few addresses were printed'} did`);
}
