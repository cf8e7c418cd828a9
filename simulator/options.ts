/** Options of `npm run simulate`. */
import { parseArgs } from 'node:util';
import { reason } from '../command-line/failure';
import type { Sampling } from '../autoscaler/replay/observed-pods';
import { askedRange } from './load/asked-range';
import { numberOf } from './load/instant';
import type { RangeQuery } from './load/prometheus-load';
import type { StartUp } from '../autoscaler/replay/start-up';
import { startUpsOf } from './start-up/start-up-option';
import { surroundingsOf, type AskedSurroundings } from './surroundings';
import { UsageError } from './usage-error';

export interface Options extends AskedSurroundings {
  readonly load: string;
  /** What is asked of the Prometheus whose address `load` is. @default - it is a file, a folder or a made-up load */
  readonly range?: RangeQuery;
  readonly column?: string;
  readonly env: string;
  readonly workload?: string;
  readonly policy?: string;
  readonly compare: readonly string[];
  /** Empty when the option is not given. */
  readonly startUps: readonly StartUp[];
  readonly podsAtPeak: number;
  readonly scale: number;
  /** Of made-up loads, and of start-ups that are drawn. */
  readonly seed: number;
  readonly sampling: Sampling;
  /** Capacity plan: its last month and the monthly growth. @default - none */
  readonly plan?: { readonly until: Date; readonly monthly: number };
  readonly classify: boolean;
  readonly sweep: boolean;
  /** Path of the HTML report to write. @default - none */
  readonly report?: string;
  readonly json: boolean;
}

/** Value of `--policy` that selects the policy for the class of each load. */
export const byClass = 'by-class';

const help = '(npm run simulate -- --help shows what there is)';

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const everyone = 'static,hpa40,hpa50,hpa60,hpa70,hpa75,policy,oracle';
const comparable = /^(static|policy|forecast|oracle|hpa([1-9]\d?|100))$/;

/**
 * @returns `undefined` when help is asked for
 * @throws UsageError with everything that is wrong
 */
export function optionsOf(args: readonly string[]): Options | undefined {
  const { values } = parsed(args);
  if (values.help) return undefined;
  const problems: string[] = [];
  const number = (name: 'pods-at-peak' | 'scale' | 'metric-window' | 'metric-delay', otherwise: number, least: number): number => {
    const value = values[name] === undefined ? otherwise : numberOf(values[name]);
    if (!(value >= least && value < 1e9)) problems.push(`--${name}: must be a number of at least ${least}, received ${received(values[name])}`);
    return value;
  };
  const stated = (name: 'load' | 'env'): string => {
    if (values[name] === undefined) problems.push(`--${name}: must be given`);
    return values[name] ?? '';
  };
  const compare = (values.compare ?? everyone).split(',').map((name) => name.trim());
  for (const name of compare)
    if (!comparable.test(name)) problems.push(`--compare: must be static, policy, forecast, oracle or hpa<percent>, received ${received(name)}`);
  const options = {
    load: stated('load'),
    range: askedRange(values, problems),
    column: values.column,
    env: stated('env'),
    workload: values.workload,
    policy: values.policy,
    compare,
    startUps: startUpsOf(values['start-up'], problems),
    podsAtPeak: number('pods-at-peak', 20, 0.1),
    scale: number('scale', 1, 0.001),
    seed: seedOf(values.seed, problems),
    sampling: { window: number('metric-window', 60, 5), delay: number('metric-delay', 30, 0) },
    ...surroundingsOf(values, problems),
    plan: planOf(values.until, values.growth, problems),
    classify: values.classify,
    sweep: values.sweep,
    report: values.report,
    json: values.json,
  };
  problems.push(...conflicts(options));
  if (problems.length > 0) throw new UsageError([...problems, help]);
  return options;
}

function seedOf(text: string | undefined, problems: string[]): number {
  const seed = numberOf(text ?? '1');
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 1e9)) problems.push(`--seed: must be a whole number from 0 to 999999999, received ${received(text)}`);
  return seed;
}

/** For a message: an empty text would not be seen. */
export function received(text = ''): string {
  return text.trim() === '' ? 'nothing' : text;
}

/** Problems of options that exclude each other. */
function conflicts({ report, sweep, classify, plan }: Pick<Options, 'report' | 'sweep' | 'classify' | 'plan'>): readonly string[] {
  const asked = [report !== undefined && '--report', sweep && '--sweep', classify && '--classify', plan !== undefined && '--until'].filter(
    (one) => one !== false,
  );
  return asked.length < 2 ? [] : [`${asked[0]}: must be asked alone, received ${asked.join(' and ')}`];
}

function planOf(until: string | undefined, growth: string | undefined, problems: string[]): Options['plan'] {
  if (until === undefined && growth === undefined) return undefined;
  const date = dateOf(until);
  const monthly = shareOf(growth);
  if (date === undefined) problems.push(`--until: must be a date such as 2027-03-01, received ${until ?? 'nothing'}`);
  if (monthly === undefined) problems.push(`--growth: must be a percentage a month such as 5%, received ${growth ?? 'nothing'}`);
  return date === undefined || monthly === undefined ? undefined : { until: date, monthly };
}

/** `undefined` for a date that does not exist: JavaScript would turn 2027-02-30 into March 2. */
function dateOf(text = ''): Date | undefined {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? date : undefined;
}

/** `5%` or `5` → 0.05. */
function shareOf(text = ''): number | undefined {
  const share = /^-?\d+(\.\d+)?%?$/.test(text) ? Number(text.replace('%', '')) / 100 : Number.NaN;
  return share > -1 && share <= 10 ? share : undefined;
}

function parsed(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError([reason(error)]);
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      load: text,
      query: text,
      from: text,
      to: text,
      step: text,
      column: text,
      env: text,
      workload: text,
      policy: text,
      compare: text,
      'start-up': text,
      'pods-at-peak': text,
      scale: text,
      seed: text,
      until: text,
      growth: text,
      'pods-per-node': text,
      'node-start-up': text,
      'max-nodes': text,
      quota: text,
      release: text,
      'metrics-lost': text,
      'metric-window': text,
      'metric-delay': text,
      classify: flag,
      sweep: flag,
      report: text,
      json: flag,
      help: flag,
    },
  });
