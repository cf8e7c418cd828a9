/**
 * `npm run bench:helm`: objects per second of `npm start`'s synthesis and checks, as a ratio to `helm template` of charts for the same components. Whole processes
 * are measured, including the start of Node and of Helm. Needs Go to build Helm once.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { synthesize } from '../charts/synthesis';
import { environments } from '../test/fixtures/environments';
import { helmBinary, helmVersion } from './helm-binary';
import { rounds } from './short-form';
import { writeStandInCharts } from './stand-in-charts';
import { medianMilliseconds } from './stopwatch';
import { synthesizeAndCheck } from './synthesize-and-check';
import { textTable } from '../command-line/text-table';

const runs = rounds(7, 1);
/** Seven public charts for the same components, measured separately on 2 cores: about 50 objects in 0.5 s. */
const publicCharts = { objects: 50, milliseconds: 500 };
const root = join(__dirname, '..');

interface Result {
  readonly what: string;
  readonly objects: number;
  readonly milliseconds: number;
}

function rate({ objects, milliseconds }: Pick<Result, 'objects' | 'milliseconds'>): number {
  return (objects / milliseconds) * 1000;
}

function measureOurs(): readonly Result[] {
  const objects = synthesizeAndCheck();
  const child = (): void => void execFileSync(process.execPath, ['--import', 'tsx', join('bench', 'synthesize-and-check.ts')], { cwd: root });
  return [
    { what: 'ours: one process, two environments, with checks', objects, milliseconds: medianMilliseconds(runs, child) },
    { what: 'ours: the same inside a running process', objects, milliseconds: medianMilliseconds(runs, () => void synthesizeAndCheck()) },
  ];
}

function measureHelm(helm: string): Result {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-bench-'));
  try {
    const [environment] = environments;
    if (environment === undefined) throw new Error('there must be an environment, received none');
    const charts = writeStandInCharts(folder, synthesize(environment));
    const template = (chart: string): string => execFileSync(helm, ['template', 'bench', chart], { encoding: 'utf8', env: { ...process.env, HOME: folder } });
    const objects = charts.flatMap((chart) => parseAllDocuments(template(chart))).length;
    const milliseconds = medianMilliseconds(runs, () => charts.forEach(template));
    return { what: `helm template: ${charts.length} stand-in charts, a process each`, objects, milliseconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const helm = await helmBinary(print);
  print(`objects per second, median of ${runs} runs after one, ${cpus().length} cores, Node ${process.versions.node}, Helm ${helmVersion()}`);
  print('The public charts are not published as packages that this program may install. The charts measured here are generated: they render to the');
  print(
    `same objects as ours, with less logic than public charts have. Public charts, measured apart: about ${publicCharts.objects} objects in ${publicCharts.milliseconds} ms.\n`,
  );
  const reference = measureHelm(helm);
  const ours = measureOurs();
  const all = [reference, ...ours, { what: 'helm template: 7 public charts, measured apart', ...publicCharts }];
  const rows = all.map((result) => [
    result.what,
    String(result.objects),
    result.milliseconds.toFixed(0),
    rate(result).toFixed(0),
    `${(rate(result) / rate(reference)).toFixed(2)} x`,
  ]);
  print(textTable([['', 'objects', 'ms', 'objects/s', 'against helm'], ...rows]).join('\n'));
}

// command-line/faults.ts reports errors and ends the process
void main();
