/**
 * `npm run bench:simulator`: the time to simulate sixteen days with all baselines, a sync every 15 s, and whether it is linear in the length of the load:
 * the load repeated four times against the load once.
 */
import { environments } from '../test/fixtures/environments';
import { generatedLoad } from '../simulator/load/generators';
import type { Load } from '../simulator/load/load';
import { simulate } from '../simulator/simulate';
import { rounds } from './short-form';
import { coreMilliseconds, medianMilliseconds } from './stopwatch';
import { textTable } from '../command-line/text-table';
import { webWorkloads } from '../config/workload';

const compare = ['static', 'hpa40', 'hpa50', 'hpa60', 'hpa70', 'hpa75', 'policy', 'oracle'];
const runs = rounds(3, 1);
const days = rounds(16, 0.5);

function dayAfterDay(length: number): Load {
  const noise = generatedLoad('noise', 1);
  const wave = generatedLoad('diurnal', 1);
  if (noise === undefined || wave === undefined) throw new Error('there are both loads');
  const at = ({ values }: Load, index: number): number => values[index % values.length] ?? 0;
  return { ...wave, name: `${length} days`, values: Array.from({ length: length * 1440 }, (_, minute) => at(wave, minute) + 0.3 * at(noise, minute)) };
}

function main(): void {
  const environment = environments.find(({ name }) => name === 'prod');
  const [workload] = environment === undefined ? [] : webWorkloads(environment);
  if (environment === undefined || workload === undefined) throw new Error('the fixtures have a workload in prod');
  const { telemetry } = environment;
  const common = { policy: workload.scaling, telemetry, burst: 4, startUp: 60, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 }, compare };
  const measured = [days / 4, days].map((length) => {
    const load = dayAfterDay(length);
    return { length, milliseconds: medianMilliseconds(runs, () => void simulate({ ...common, load }), coreMilliseconds) };
  });
  const [quarter] = measured;
  const rows = measured.map(({ length, milliseconds }) => [
    String(length),
    String((length * 86_400 * (compare.length - 2)) / 15),
    (milliseconds / 1000).toFixed(2),
    (milliseconds / (quarter?.milliseconds ?? milliseconds)).toFixed(2),
  ]);
  process.stdout.write(`${compare.length} policies, median of ${runs} runs after one, Node ${process.versions.node}\n\n`);
  process.stdout.write(`${textTable([['days', 'decisions', 'core-seconds', 'of a quarter'], ...rows]).join('\n')}\n`);
}

main();
