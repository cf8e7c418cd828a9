/** Options for a load that a Prometheus has: its address, the query, and the time. */
import { numberOf, secondsOf } from './instant';
import { mostValues } from './on-grid';
import type { RangeQuery } from './prometheus-load';

type Values = Readonly<Partial<Record<'load' | 'column' | 'query' | 'from' | 'to' | 'step', string>>>;

const ofPrometheus = ['query', 'from', 'to', 'step'] as const;
const usualStep = 60;

/**
 * @param problems list to which problems are added
 * @returns `undefined` when the load is no address, or when there are problems
 */
export function askedRange(values: Values, problems: string[]): RangeQuery | undefined {
  const { load = '' } = values;
  if (/^https?:/i.test(load)) return rangeOf({ ...values, load }, problems);
  for (const name of ofPrometheus) if (values[name] !== undefined) problems.push(`--${name}: needs --load with the address of a Prometheus`);
  return undefined;
}

function rangeOf({ load, column, query = '', ...values }: Values & { readonly load: string }, problems: string[]): RangeQuery | undefined {
  const before = problems.length;
  const addressProblem = problemOf(load);
  if (addressProblem !== undefined) problems.push(addressProblem);
  if (column !== undefined) problems.push(`--column: must name a column of a CSV, received ${column} for a Prometheus`);
  if (query.trim() === '') problems.push('--query: must be the PromQL of one series, received nothing');
  const [from, until] = [momentOf('from', values.from, problems), momentOf('to', values.to, problems)];
  const step = values.step === undefined ? usualStep : numberOf(values.step);
  const stepProblem = problemOfStep(step, { from, until, values });
  if (stepProblem !== undefined) problems.push(stepProblem);
  return problems.length > before ? undefined : { url: load, query: query.trim(), from, until, step };
}

interface Span {
  readonly from: number;
  readonly until: number;
  /** As they were received. */
  readonly values: Pick<Values, 'to' | 'step'>;
}

function problemOfStep(step: number, { from, until, values }: Span): string | undefined {
  if (!(Number.isInteger(step) && step >= 1 && step <= 86_400)) return `--step: must be whole seconds from 1 to 86400, received ${String(values.step)}`;
  if (until <= from) return `--to: must be later than --from, received ${String(values.to)}`;
  if ((until - from) / step > mostValues) return `--step: must make at most ${mostValues} values of the time, received ${step}`;
  return undefined;
}

/** Neither fetch nor a message takes a password in an address; it would end up in shell histories and reports. */
function problemOf(load: string): string | undefined {
  const url = URL.canParse(load) ? new URL(load) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) return '--load: must be an address without user and password';
  if (url === undefined || url.search !== '' || url.hash !== '')
    return `--load: must be the address of a Prometheus alone, such as http://localhost:9090, received ${load}`;
  return undefined;
}

/** Whole seconds since 1970, or NaN. */
function momentOf(name: 'from' | 'to', text: string | undefined, problems: string[]): number {
  const moment = Math.floor(secondsOf(text ?? ''));
  if (!Number.isFinite(moment) || moment < 0)
    problems.push(`--${name}: must be a date such as 2026-01-31T10:00:00Z, or seconds since 1970, received ${text ?? 'nothing'}`);
  return moment;
}
