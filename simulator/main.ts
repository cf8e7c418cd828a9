/** `npm run simulate -- --load <csv> --env prod`: what a load would do to a scaling policy, before it is merged. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sources } from '../config/environment-sources';
import { millicores } from '../config/quantities';
import { describe } from '../config/rules/problem';
import { validate } from '../config/validate';
import { comparisons, comparisonTable } from './comparison-table';
import { capacityPlan, capacityTable } from './capacity-plan';
import { generatedLoad, generatorNames } from './load/generators';
import type { Load } from './load/load';
import { LoadError } from './load/load-error';
import { readCsv } from './load/read-csv';
import { dominated, legend, outcomeTable } from './outcome-table';
import { optionsOf, usage, UsageError, type Options } from './options';
import { simulate, type Outcome, type Simulation } from './simulate';

/**
 * @param today begin of the growth that is asked about
 * @throws UsageError, LoadError
 */
export function simulateCommand(args: readonly string[], today: Date): string {
  const options = optionsOf(args);
  if (options === undefined) return usage;
  if (existsSync(options.load) && statSync(options.load).isDirectory()) return comparedFolder(options);
  const load = loadOf(options);
  const { compare, podsAtPeak, scale, sampling, plan } = options;
  const [startUp = 60, another] = options.startUps;
  if (another !== undefined) throw new UsageError([`--start-up: must be one for one load, received ${options.startUps.join(',')}`]);
  const simulation = { ...workloadOf(options), load, compare, startUp, podsAtPeak, scale, sampling };
  const asked = { load: { name: load.name, step: load.step, values: load.values.length, gaps: load.gaps }, startUp, podsAtPeak, scale };
  const title = `${load.name}: ${load.values.length} values, one every ${load.step} s${gapsOf(load)}; start-up ${startUp} s, ${podsAtPeak * scale} pods at the peak`;
  if (plan !== undefined) {
    const months = capacityPlan(simulation, { ...plan, from: today });
    return options.json ? `${JSON.stringify({ ...asked, months })}\n` : `${title}\n\n${capacityTable(months, simulation.policy)}\n`;
  }
  const outcomes = simulate(simulation);
  return options.json ? `${JSON.stringify({ ...asked, outcomes })}\n` : `${title}\n\n${judged(outcomes)}\n`;
}

function comparedFolder(options: Options): string {
  const { load: folder, column, compare, podsAtPeak, scale, sampling, startUps, plan } = options;
  if (plan !== undefined) throw new UsageError([`--until: must be asked of one load, received the folder ${folder}`]);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort();
  if (files.length === 0) throw new UsageError([`--load: must be a folder with .csv files, received ${folder} without any`]);
  const loads = files.map((file) => readCsv(readFileSync(join(folder, file), 'utf8'), { name: file, column }));
  const all = comparisons({ ...workloadOf(options), compare, podsAtPeak, scale, sampling }, loads, startUps.length === 0 ? [30, 60, 180] : startUps);
  return options.json ? `${JSON.stringify(all)}\n` : `${comparisonTable(all)}\n`;
}

function judged(outcomes: readonly Outcome[]): string {
  const losers = dominated(outcomes);
  const verdict = losers.length === 0 ? 'None is dominated.' : `Dominated: ${losers.join(', ')}.`;
  return [outcomeTable(outcomes), '', verdict, legend].join('\n');
}

function gapsOf({ gaps, step }: Load): string {
  if (gaps.length === 0) return '';
  const missing = gaps.reduce((sum, gap) => sum + gap.steps, 0);
  return `, ${gaps.length} gaps of together ${missing * step} s, through which the last value is held`;
}

function loadOf({ load, column, seed }: Options): Load {
  const generated = generatedLoad(load, seed);
  if (generated !== undefined) return generated;
  if (!existsSync(load)) throw new UsageError([`--load: must be a file or one of ${generatorNames.join(', ')}, received ${load}`]);
  return readCsv(readFileSync(load, 'utf8'), { name: basename(load), column });
}

/** The environment with the policy that is to be judged passes the same rules as one that is to be generated. */
function workloadOf({ env, workload, policy }: Options): Pick<Simulation, 'policy' | 'telemetry' | 'burst'> {
  const source = sources.find(({ name }) => name === env);
  if (source === undefined) throw new UsageError([`--env: must be one of ${sources.map(({ name }) => name).join(', ')}, received ${env}`]);
  const name = workload ?? source.workloads[0]?.name;
  if (!source.workloads.some((one) => one.name === name))
    throw new UsageError([`--workload: must be one of ${source.workloads.map((one) => one.name).join(', ')}, received ${String(name)}`]);
  const scaling: unknown = policy === undefined ? undefined : policyFrom(policy);
  const workloads = source.workloads.map((one) => (one.name === name && scaling !== undefined ? { ...one, scaling } : one));
  const validation = validate({ ...source, workloads });
  if (!validation.ok) throw new UsageError(validation.problems.map(describe));
  const judged = validation.environment.workloads.find((one) => one.name === name);
  const sizing = validation.environment.sizing[name ?? ''];
  if (judged === undefined || sizing === undefined) throw new UsageError([`--workload: ${String(name)} must have a sizing`]);
  return { policy: judged.scaling, telemetry: validation.environment.telemetry, burst: millicores(sizing.cpu.limit) / millicores(sizing.cpu.request) };
}

function policyFrom(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError([`--policy: ${file}: must be a file with JSON, ${error instanceof Error ? error.message : String(error)}`]);
  }
}

if (require.main === module) {
  try {
    process.stdout.write(simulateCommand(process.argv.slice(2), new Date()));
  } catch (error) {
    // an error of the program itself keeps its stack
    if (!(error instanceof UsageError || error instanceof LoadError)) throw error;
    process.stderr.write(`${error.message}\n`);
    // 2 for a command line that nobody can follow, as in every other script
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
