/** `npm run simulate -- --load <csv> --env prod`: shows before a merge how a scaling policy handles a load. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { reason } from '../command-line/failure';
import { comparison, comparisonTable, type Comparison } from './comparison-table';
import { capacityPlan, capacityTable, problemOfEnd } from './capacity-plan';
import { admittedPolicy, judgedFor, type JudgedWorkload } from './judged-workload';
import { characterOf, characterText } from './load/character';
import { generatedLoad, generatorNames } from './load/generators';
import type { Load } from './load/load';
import { LoadError } from './load/load-error';
import { queriedLoad } from './load/prometheus-load';
import { recordedFile, recordedFiles } from './load/recorded-file';
import { dominated, legend, outcomeTable } from './outcome-table';
import { optionsOf, received, type Options } from './options';
import { forecastRefusals, forecastText, withForecast } from './published-forecast';
import { drawnReport } from './report/drawn';
import type { StartUp } from '../autoscaler/replay/start-up';
import { simulate, type Outcome, type Simulation } from './simulate';
import { startUpName, startUpNotes, startUpTitle, toldStartUp } from './start-up/start-up-text';
import { sweep, type Progress } from './sweep';
import { sweepText } from './sweep-text';
import { simulatedSurroundings } from './surroundings';
import { surroundingsText } from './surroundings-table';
import { usage } from './usage';
import { UsageError } from './usage-error';

/**
 * @param today first day of a capacity plan
 * @param progress called after each policy that a sweep has simulated, and after each day that a forecast has learned
 * @throws UsageError, LoadError
 */
export async function simulateCommand(args: readonly string[], today: Date, progress: Progress = () => undefined): Promise<string> {
  const options = optionsOf(args);
  if (options === undefined) return usage;
  if (existsSync(options.load) && statSync(options.load).isDirectory()) return comparedFolder(options, progress);
  const load = await loadOf(options);
  if (options.classify) return classified(load, options);
  const { compare, podsAtPeak, scale, sampling, seed } = options;
  const startUp = onlyStartUp(options);
  const { rollout, headroom, podHour, ...judged } = judgedFor(load, options);
  const asItIs = { ...judged, ...simulatedSurroundings(options, { rollout, load }), load, compare, startUp, seed, podsAtPeak, scale, sampling };
  const simulation = playsCompared(options) ? await withForecast(asItIs, { headroom, progress: (done, of) => progress(done, of, 'days') }) : asItIs;
  const { numbers, text } = answerOf(simulation, options, { today, podHour, progress });
  const { name, step, values } = load;
  const asked = { load: toldLoad(load), startUp: toldStartUp(simulation), podsAtPeak, scale };
  const title = `${name}: ${values.length} values, one every ${step} s${gapsOf(load)}; start-up ${startUpTitle(simulation)}, ${podsAtPeak * scale} pods at the peak`;
  if (options.report !== undefined) write(options.report, drawnReport(simulation, title));
  return options.json ? `${JSON.stringify({ ...asked, ...numbers })}\n` : `${title}\n\n${text}\n`;
}

function onlyStartUp({ startUps }: Options): StartUp {
  const [startUp = 60, another] = startUps;
  if (another !== undefined) throw new UsageError([`--start-up: must be one for one load, received ${startUps.map(startUpName).join(',')}`]);
  return startUp;
}

/** A sweep and a capacity plan play policies of their own. */
function playsCompared({ sweep: sweeps, plan }: Options): boolean {
  return !sweeps && plan === undefined;
}

/** The load as `--json` tells it. */
function toldLoad({ name, step, values, gaps, unrecorded }: Load): object {
  return { name, step, values: values.length, gaps, ...(unrecorded === undefined ? {} : { unrecorded }) };
}

function write(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (error) {
    throw new UsageError([`--report: must be a file that can be written, ${reason(error)}`]);
  }
}

interface Answer {
  /** Output of `--json`. */
  readonly numbers: object;
  readonly text: string;
}

type Asked = Simulation & Pick<Options, 'compare'>;

interface Around extends Pick<JudgedWorkload, 'podHour'> {
  readonly today: Date;
  readonly progress: Progress;
}

function answerOf(simulation: Asked, options: Options, { today, podHour, progress }: Around): Answer {
  const { policy } = simulation;
  if (options.plan !== undefined) {
    const problem = problemOfEnd(options.plan.until, today);
    if (problem !== undefined) throw new UsageError([problem]);
    const months = capacityPlan(simulation, { ...options.plan, from: today, podHour });
    return { numbers: { months }, text: capacityTable(months, simulation, podHour) };
  }
  if (options.sweep) {
    const swept = sweep(simulation, { admit: (candidate) => admittedPolicy({ env: options.env, workload: options.workload, policy: candidate }), progress });
    return { numbers: swept, text: sweepText(swept, { env: options.env, policy }) };
  }
  const outcomes = simulate(simulation);
  const around = surroundingsText(simulation, outcomes);
  const days = simulation.forecast?.days;
  const learned = days === undefined ? [] : [forecastText(days)];
  return {
    numbers: { outcomes, ...(days === undefined ? {} : { forecast: { days } }) },
    text: [judged(outcomes), ...startUpNotes(simulation, outcomes), ...learned, ...around].join('\n\n'),
  };
}

function classified(load: Load, { json }: Options): string {
  const character = characterOf(load);
  return json ? `${JSON.stringify(character)}\n` : `${characterText(load.name, character)}; scaling: classPolicies.${character.class}\n`;
}

async function comparedFolder(options: Options, progress: Progress): Promise<string> {
  const { load: folder, column, compare, podsAtPeak, scale, sampling, seed, startUps, plan } = options;
  if (options.sweep) throw new UsageError([`--sweep: must be asked of one load, received the folder ${folder}`]);
  if (options.report !== undefined) throw new UsageError([`--report: must be asked of one load, received the folder ${folder}`]);
  if (plan !== undefined) throw new UsageError([`--until: must be asked of one load, received the folder ${folder}`]);
  const files = recordedFiles(folder);
  if (files.length === 0) throw new UsageError([`--load: must be a folder with .csv files, received ${folder} without any`]);
  const loads = files.map((file) => recordedFile('--load', file, column));
  if (options.classify) return loads.map((load) => classified(load, options)).join('');
  const played = { compare, podsAtPeak, scale, sampling, seed };
  const asked = loads.flatMap((load) => {
    const { rollout, headroom, podHour: _, ...judged } = judgedFor(load, options);
    const simulation = { ...judged, ...simulatedSurroundings(options, { rollout, load }), ...played, load };
    return (startUps.length === 0 ? [30, 60, 180] : startUps).map((startUp) => ({ headroom, simulation: { ...simulation, startUp } }));
  });
  const refusals = compare.includes('forecast') ? asked.flatMap(({ simulation }) => forecastRefusals(simulation)) : [];
  if (refusals.length > 0) throw new UsageError([...new Set(refusals)]);
  const all: Comparison[] = [];
  for (const { simulation, headroom } of asked)
    all.push(comparison(await withForecast(simulation, { headroom, progress: (done, of) => progress(done, of, 'days') })));
  return options.json ? `${JSON.stringify(all)}\n` : `${comparisonTable(all)}\n`;
}

function judged(outcomes: readonly Outcome[]): string {
  const losers = dominated(outcomes);
  const verdict = losers.length === 0 ? 'None is dominated.' : `Dominated: ${losers.join(', ')}.`;
  return [outcomeTable(outcomes), '', verdict, legend].join('\n');
}

function gapsOf({ gaps, step, unrecorded }: Load): string {
  const missing = gaps.reduce((sum, gap) => sum + gap.steps, 0);
  const held = gaps.length === 0 ? '' : `, ${gaps.length} gaps of together ${missing * step} s, through which the last value is held`;
  if (unrecorded === undefined) return held;
  return `${held}, and none for ${unrecorded.before} s before and ${unrecorded.after} s after them, which are left out`;
}

/** @throws UsageError, LoadError */
async function loadOf({ load, range, column, seed }: Options): Promise<Load> {
  if (range !== undefined) return queriedLoad(range);
  const generated = generatedLoad(load, seed);
  if (generated !== undefined) return generated;
  if (!existsSync(load))
    throw new UsageError([`--load: must be a file or one of ${generatorNames.join(', ')}, or the address of a Prometheus, received ${received(load)}`]);
  return recordedFile('--load', load, column);
}

async function main(): Promise<void> {
  try {
    const told: Progress = (done, of, what) => process.stderr.write(`\r${done} of ${of} ${what}${done === of ? '\n' : ''}`);
    process.stdout.write(await simulateCommand(process.argv.slice(2), new Date(), told));
  } catch (error) {
    // errors of the program itself keep their stack trace
    if (!(error instanceof UsageError || error instanceof LoadError)) throw error;
    process.stderr.write(`${error.message}\n`);
    // 2 for an invalid command line, as in every other script
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

if (require.main === module) void main();
