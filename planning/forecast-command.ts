/** The command `npm run forecast` as a function: forecasts when loads and volumes reach their limits. */
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome as Ended } from '../command-line/outcome';
import { textTable } from '../command-line/text-table';
import type { Environment } from '../config/environment';
import { askedPrices } from '../checks/cost/price-file';
import type { Prices } from '../config/google/prices';
import { bytes } from '../config/quantities';
import { webWorkloads, type WebWorkload } from '../config/workload';
import { hasUser } from '../optimizer/address';
import { manifestsIn } from '../checks/manifests-option';
import { prometheusSource } from '../optimizer/adapters/prometheus';
import type { Outcome } from '../optimizer/timeseries/outcome';
import type { RegularSeries } from '../optimizer/timeseries/series';
import { dailyValues, fittedTrend, reachOf, type DayMeasure } from '../optimizer/timeseries/trend';
import { historyOfFile } from './history-file';
import { loadLimits } from './load-limits';
import { measuredLoad, measuredVolumes } from './measured-history';

const help = `Says when what grows reaches what is there for it: the policy's maximum, the node pool, the budget, connections, volumes; each with a date, and the days between which it lies at nine in ten.

npm run forecast -- --env <name> --until <date> --prometheus <url>   from what Prometheus has recorded, at most 60 days
npm run forecast -- --env <name> --until <date> --load <csv>         from a file: lines "timestamp,requests per second"
  --workload <name>       another than the environment's first that serves requests
  --volume <csv>          lines "timestamp,bytes used" of a volume, with --size <quantity>, such as 100Gi
  --prices <json>         another price table than config/google/prices.json
  --manifests <folder>    manifests elsewhere
  --json                  the same as JSON
  --help                  this text

Eight whole days must be known. A trend goes on as it was: it knows of no release, no campaign and no holiday.
`;

const options = {
  env: { type: 'string' },
  until: { type: 'string' },
  load: { type: 'string' },
  prometheus: { type: 'string' },
  workload: { type: 'string' },
  volume: { type: 'string' },
  size: { type: 'string' },
  prices: { type: 'string' },
  manifests: { type: 'string', default: 'manifests' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface PlanningParts {
  /** Loads the configuration inside the command, because loading validates it. */
  readonly load: () => Promise<readonly Environment[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A quantity that may reach a limit: its history and the limit. */
interface Watched {
  readonly name: string;
  readonly measure: DayMeasure;
  readonly history: Outcome<RegularSeries>;
  /** The limit. @default - none */
  readonly limit?: number;
  readonly unit: string;
  readonly why: string;
}

interface Answer extends Pick<Watched, 'name' | 'why' | 'unit'> {
  readonly limit?: number;
  /** Value of the last known day. */
  readonly now?: number;
  /** Why there is no forecast. */
  readonly refused?: string;
  /** Dates at which the limit is reached; absent if after the last day of the forecast. */
  readonly earliest?: string;
  readonly expected?: string;
  readonly latest?: string;
}

export function forecastCommand(args: readonly string[], { load, now }: PlanningParts): Promise<Ended> {
  return outcomeOf(async () => {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return succeeded(help);
    const until = dateOf(values.until);
    const environment = chosen(await load(), values.env);
    if (values.prometheus !== undefined && until * 1000 <= now()) throw new Error(`--until must be in the future, received ${shown(until)}`);
    const watched = await watchedOf(values, environment, now() / 1000);
    const answers = watched.map((one) => answerOf(one, until));
    return succeeded(values.json ? `${JSON.stringify(answers, null, 2)}\n` : textOf(answers, until));
  });
}

type Values = Readonly<Partial<Record<'load' | 'prometheus' | 'workload' | 'volume' | 'size' | 'prices', string>>> & { readonly manifests: string };

async function watchedOf(values: Values, environment: Environment, now: number): Promise<readonly Watched[]> {
  const { load, prometheus } = values;
  if ((load === undefined) === (prometheus === undefined))
    throw new Error('either --load or --prometheus must say where the past is, received both or neither');
  const workload = workloadNamed(environment, values.workload);
  const source = prometheus === undefined ? undefined : prometheusSource({ url: addressOf(prometheus), timeout: 30, mostBytes: 32_000_000 });
  const history = source === undefined ? historyOfFile('--load', load ?? '') : await measuredLoad({ source, now }, workload);
  const volumes = [...fileVolume(values), ...(source === undefined ? [] : await measuredVolumes({ source, now }))];
  return [
    ...loadsOf(history, environment, { workload, folder: values.manifests, prices: askedPrices(values.prices) }),
    ...volumes.map(({ name, used, size }): Watched => ({
      name,
      measure: 'peak',
      history: used,
      limit: size,
      unit: 'bytes',
      why: `${(size / 2 ** 30).toFixed(1)} GiB`,
    })),
  ];
}

function loadsOf(
  history: Outcome<RegularSeries>,
  environment: Environment,
  { workload, folder, prices }: { readonly workload: WebWorkload; readonly folder: string; readonly prices: Prices },
): readonly Watched[] {
  const hours = history.ok ? [...history.value.values.filter((rate) => Number.isFinite(rate))].slice(-14 * 24) : [];
  const limits = loadLimits({ environment, manifests: manifestsIn(folder, environment.name), prices, workload, hours });
  return limits.map(({ rate, ...one }) => ({ ...one, history, unit: 'requests/s', ...(rate === undefined ? {} : { limit: rate }) }));
}

function fileVolume({ volume, size }: Values): readonly { readonly name: string; readonly used: Outcome<RegularSeries>; readonly size: number }[] {
  if (volume === undefined && size === undefined) return [];
  if (volume === undefined || size === undefined || !/^\d+(Mi|Gi)$/.test(size))
    throw new Error(`--volume and --size must be given together, the size such as 100Gi, received ${volume ?? 'no volume'} and ${size ?? 'no size'}`);
  const mebibytes = size.endsWith('Gi') ? Number.parseInt(size, 10) * 1024 : Number.parseInt(size, 10);
  return [{ name: 'the volume', used: historyOfFile('--volume', volume), size: bytes(`${mebibytes}Mi`) }];
}

function answerOf({ name, measure, history, limit, unit, why }: Watched, until: number): Answer {
  const named = { name, why, unit };
  if (!history.ok) return { ...named, refused: `${history.reason.kind}: ${history.reason.why}` };
  const daily = dailyValues(history.value, measure);
  const trend = fittedTrend(daily);
  if (!trend.ok) return { ...named, refused: `${trend.reason.kind}: ${trend.reason.why}` };
  const lastDay = (Math.ceil(history.value.start / secondsOfDay) + daily.length - 1) * secondsOfDay;
  if (until <= lastDay) throw new Error(`--until must be after the last day that is known, ${shown(lastDay)}, received ${shown(until)}`);
  if (until > lastDay + furthest)
    throw new Error(`--until must be at most ten years after the last day that is known, ${shown(lastDay)}, received ${shown(until)}`);
  const present = { ...named, now: trend.value.at(0).value };
  if (limit === undefined) return present;
  const reach = reachOf(trend.value, limit, Math.round((until - lastDay) / secondsOfDay));
  const dates = Object.entries(reach).map(([moment, days]: [string, number]) => [moment, shown(lastDay + days * secondsOfDay)]);
  return { ...present, limit, ...(Object.fromEntries(dates) as Pick<Answer, 'earliest' | 'expected' | 'latest'>) };
}

const secondsOfDay = 86_400;
/** Ten years in seconds: each day until then is looked at, and no trend goes on for longer. */
const furthest = 3653 * secondsOfDay;
const shown = (seconds: number): string => new Date(1000 * seconds).toISOString().slice(0, 10);

function textOf(answers: readonly Answer[], until: number): string {
  const rounded = (value: number | undefined, unit: string): string =>
    value === undefined ? '' : unit === 'bytes' ? `${(value / 2 ** 30).toFixed(1)} GiB` : value.toPrecision(4).replace(/\.?0+$/, '');
  const rows = answers.map(({ name, unit, now, limit, refused, expected, earliest, latest, why }) => {
    const between = earliest === undefined ? '' : `${earliest} to ${latest ?? `after ${shown(until)}`}`;
    const when = refused !== undefined ? 'refused' : limit === undefined ? 'never' : (expected ?? `after ${shown(until)}`);
    return [name, rounded(now, unit), rounded(limit, unit), when, between, refused ?? why];
  });
  const table = textTable([['what', 'now', 'limit', 'reached', 'nine in ten', 'why'], ...rows], () => false);
  return `${table.join('\n')}\n`;
}

/** @throws Error with the existing names */
export function chosen(environments: readonly Environment[], name: string | undefined): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`--env must be one of ${environments.map((known) => known.name).join(', ')}, received ${name ?? 'nothing'}`);
  return found;
}

/** @throws Error with the existing names */
export function workloadNamed(environment: Environment, name: string | undefined): WebWorkload {
  const all = webWorkloads(environment);
  const found = name === undefined ? all[0] : all.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`--workload must be one of ${all.map((one) => one.name).join(', ')}, received ${name ?? 'nothing'}`);
  return found;
}

/** Returns the URL of a Prometheus unchanged. @throws Error when the text is no http or https URL, or has a password, which is not told */
export function addressOf(text: string): string {
  if (hasUser(text)) throw new Error('--prometheus must have no user name and no password, received some');
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Error(`--prometheus must be an address such as http://localhost:9090, received ${text}`);
}

/** Seconds since 1970; `NaN` for a date that does not exist, such as 2027-02-30. */
function dateOf(text = ''): number {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new Error(`--until must be a date such as 2027-03-01, received ${text === '' ? 'nothing' : text}`);
  return at / 1000;
}
