/**
 * `npm run bench:optimizer`: how long a tick takes with 50 workloads and fourteen days of history each, how long learning one of them takes and for how long it blocks other requests, and the memory after a day of ticks.
 * Prometheus is a function here: what is measured is the service's own work.
 */
import { optimizerSettings } from '../optimizer/config';
import type { MetricsSource } from '../optimizer/ports';
import { Service } from '../optimizer/service';
import { seedPolicy } from '../test/fixtures/standard';
import { rounds } from './short-form';
import { textTable } from '../command-line/text-table';

const [count, ticksOfDay] = [rounds(50, 2), rounds(288, 12)];
const begin = Date.UTC(2026, 5, 1, 12) / 1000;
const names = Array.from({ length: count }, (_, index) => `workload-${index}`);
const day = 86_400;

/** A daily load of its own for each, with some percent of what looks like chance. */
function loadOf(index: number, at: number): number {
  const chance = Math.abs(Math.sin(at * 12.9898 + index * 78.233) * 43_758.5453) % 1;
  return (1000 + 700 * Math.sin((2 * Math.PI * at) / day + index)) * (0.95 + 0.1 * chance);
}

function source(): MetricsSource {
  const asked = (expression: string): readonly string[] => names.filter((name) => !expression.includes('{') || expression.includes(`deployment="${name}"`));
  const labels = (deployment: string): Readonly<Record<string, string>> => ({ namespace: 'bench', deployment });
  return {
    range: (expression, { from, until, step }) => {
      const series = asked(expression).map((name) => ({
        labels: labels(name),
        samples: Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => ({
          at: from + index * step,
          value: loadOf(names.indexOf(name), from + index * step),
        })),
      }));
      return Promise.resolve({ kind: 'series', series, warnings: [] });
    },
    instant: (expression, at) =>
      Promise.resolve({ kind: 'series', series: asked(expression).map((name) => ({ labels: labels(name), samples: [{ at, value: at }] })), warnings: [] }),
  };
}

const seconds = (): number => performance.now() / 1000;
const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

async function main(): Promise<void> {
  const limits = { step: 3, changesPerHour: 60, extraPodHours: 100, evidenceDays: 3, freezes: [] };
  const workload = { namespace: 'bench', limits, scaling: seedPolicy, startUp: 60, burst: 2, forecast: 'act', headroom: { mode: 'act', most: 1.2 } };
  const settings = optimizerSettings.parse({
    prometheus: { url: 'http://prometheus:9090', timeout: 5, mostBytes: 8_000_000 },
    listen: { host: '127.0.0.1', port: 0 },
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin: 300, days: rounds(14, 4) },
    relearn: day,
    signals: { window: 60, delay: 25, syncPeriod: 15 },
    knee: 0.85,
    workloads: names.map((deployment) => ({ ...workload, deployment })),
  });
  let passed = 0;
  const clock = (): number => begin + passed + seconds();
  let [served, longest] = [seconds(), 0];
  const breathe = (): Promise<void> => {
    longest = Math.max(longest, seconds() - served);
    served = seconds();
    return Promise.resolve();
  };
  const service = new Service({ world: { settings, source: source(), clock, log: () => undefined, breathe }, elapsed: seconds });
  const timed = async (what: () => Promise<void>): Promise<number> => {
    const began = seconds();
    await what();
    return seconds() - began;
  };
  const first = await timed(() => service.tick());
  served = seconds();
  const learning = await timed(() => service.learn());
  const before = megabytes();
  const quiet: number[] = [];
  for (let index = 0; index < ticksOfDay; index += 1) {
    passed += 270;
    quiet.push(await timed(() => service.tick()));
  }
  const mean = quiet.reduce((sum, one) => sum + one, 0) / quiet.length;
  const rows = [
    [`${count} workloads`, 'seconds'],
    ['the first tick, which reads all history', first.toFixed(2)],
    ['learning one workload, mean', (learning / count).toFixed(2)],
    ['longest time in it without a breath', longest.toFixed(2)],
    ['a tick of the day after, mean', mean.toFixed(3)],
    ['longest of them', Math.max(...quiet).toFixed(3)],
  ];
  process.stdout.write(`${textTable(rows).join('\n')}\n`);
  process.stdout.write(`resident memory ${before.toFixed(0)} MB when all are learned, ${megabytes().toFixed(0)} MB ${ticksOfDay} ticks later\n`);
}

void main();
