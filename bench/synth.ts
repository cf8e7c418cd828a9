/**
 * `npm run bench:synth`: the time of the synthesis by number of workloads, and that of `App.synth` for the same tree, which resolves the whole tree again for
 * each chart. Ends with exit code 1 if a thousand workloads take more than 12 times as long as a hundred; linear growth would be 10.
 */
import { App } from 'cdk8s';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { declareCharts, synthesize } from '../charts/synthesis';
import type { Environment } from '../config/environment';
import { rounds, short } from './short-form';
import { medianMilliseconds, milliseconds } from './stopwatch';
import { textTable } from '../command-line/text-table';
import { environmentOf } from './workloads';

const counts = short ? [10, 30] : [10, 100, 300, 1000];
const runs = rounds(5, 1);
const largestRatio = 12;

interface Measurement {
  readonly count: number;
  readonly objects: number;
  readonly ours: number;
  readonly plain: number;
}

/** `App.synth` also writes the files, which takes little of its time. */
function plainSynth(environment: Environment): void {
  const outdir = mkdtempSync(join(tmpdir(), 'lyo-bench-'));
  try {
    const app = new App({ outdir });
    declareCharts(app, environment);
    app.synth();
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function measure(count: number): Measurement {
  const environment = environmentOf(count);
  const objects = synthesize(environment).reduce((sum, file) => sum + file.objects.length, 0);
  return {
    count,
    objects,
    ours: medianMilliseconds(runs, () => void synthesize(environment)),
    // one run is enough, because it takes seconds
    plain: milliseconds(() => plainSynth(environment)),
  };
}

function ratio(results: readonly Measurement[], field: 'ours' | 'plain'): number {
  const at = (count: number): number => results.find((result) => result.count === count)?.[field] ?? Number.NaN;
  return at(1000) / at(100);
}

function main(): void {
  process.stdout.write(`synthesis, median of ${runs} runs after one, ${cpus().length} cores, Node ${process.versions.node}\n\n`);
  const results = counts.map(measure);
  const header = ['workloads', 'objects', 'synthesize ms', 'objects/s', 'App.synth ms', 'ratio'];
  const rows = results.map(({ count, objects, ours, plain }) => [
    String(count),
    String(objects),
    ours.toFixed(1),
    ((objects / ours) * 1000).toFixed(0),
    plain.toFixed(1),
    `${(plain / ours).toFixed(1)} x`,
  ]);
  process.stdout.write(`${textTable([header, ...rows]).join('\n')}\n\n`);
  if (short) return;
  const growth = ratio(results, 'ours');
  process.stdout.write(`time(1000)/time(100): ${growth.toFixed(1)} (at most ${largestRatio}); by App.synth ${ratio(results, 'plain').toFixed(1)}\n`);
  if (!(growth <= largestRatio)) process.exitCode = 1;
}

main();
