/** Options of `npm run load`. */
import { parseArgs } from 'node:util';
import { reason } from '../../command-line/failure';
import { UsageError } from '../usage-error';
import { isLoopback } from './loopback';

export interface PlayerOptions {
  readonly trace: string;
  readonly column?: string;
  readonly url: URL;
  /** Requests per second for each unit of the record. */
  readonly scale: number;
  /** Seconds of the record that are played in one second. */
  readonly speed: number;
  /** Most requests per second. */
  readonly mostRate: number;
  /** Most seconds of the play. */
  readonly longest: number;
  /** Timeout of a request in seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

export const playerUsage = `npm run load -- --trace <csv> --url <url> [options]

Plays a recorded load at a real URL, by GET. Requests are sent when the record says, whether or not earlier ones are answered, and latency counts from
when a request was due.

  --trace <file.csv>     columns timestamp,value; values are requests a second
  --column <name>        column of values (value)
  --url <url>            http or https; on this machine only, unless its host is allowed
  --allow-host <host>    the host of the URL once more, for one that is not this machine: a load test of what is not yours is an attack
  --scale <factor>       requests a second for each unit of the record (1)
  --speed <factor>       seconds of the record for each second (1)
  --max-rate <n>         requests a second that the load may reach (200); a load that reaches more is refused
  --max-time <s>         seconds that are played at most (600)
  --timeout <s>          seconds after which a request is given up (20)
  --json                 numbers for machines

Ctrl-C ends it and reports what was played.
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      ...{ trace: text, column: text, url: text, 'allow-host': text, scale: text, speed: text },
      ...{ 'max-rate': text, 'max-time': text, timeout: text, json: flag, help: flag },
    },
  });

/**
 * @returns `undefined` when help is asked for
 * @throws UsageError with everything that is wrong
 */
export function playerOptionsOf(args: readonly string[]): PlayerOptions | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const problems: string[] = [];
  const numberOf = (name: 'scale' | 'speed' | 'max-rate' | 'max-time' | 'timeout', otherwise: number, most: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name].trim() || Number.NaN);
    if (!(value > 0 && value <= most)) problems.push(`--${name}: must be a number above 0 and at most ${most}, received ${String(values[name])}`);
    return value;
  };
  if (values.trace === undefined) problems.push('--trace: must be given');
  const url = urlOf(values.url, values['allow-host'], problems);
  const options = {
    trace: values.trace ?? '',
    column: values.column,
    url: url ?? new URL('http://127.0.0.1'),
    scale: numberOf('scale', 1, 1e9),
    speed: numberOf('speed', 1, 86_400),
    mostRate: numberOf('max-rate', 200, 10_000),
    longest: numberOf('max-time', 600, 7 * 86_400),
    timeout: numberOf('timeout', 20, 3600),
    json: values.json,
  };
  if (problems.length > 0) throw new UsageError([...problems, '(npm run load -- --help shows what there is)']);
  return options;
}

function parsed(args: readonly string[]): ReturnType<typeof parse>['values'] {
  try {
    return parse(args).values;
  } catch (error) {
    throw new UsageError([reason(error)]);
  }
}

function urlOf(given: string | undefined, allowed: string | undefined, problems: string[]): URL | undefined {
  if (given === undefined || !URL.canParse(given)) {
    problems.push(`--url: must be a URL such as http://127.0.0.1:8000/items, received ${given ?? 'nothing'}`);
    return undefined;
  }
  const url = new URL(given);
  const host = url.hostname.toLowerCase();
  if (!['http:', 'https:'].includes(url.protocol)) problems.push(`--url: must be http or https, received ${url.protocol.slice(0, -1)}`);
  else if (url.username !== '' || url.password !== '') problems.push('--url: must have no user and no password');
  else if (!isLoopback(host) && allowed?.toLowerCase() !== host)
    problems.push(`--url: must be on this machine, or its host be allowed (--allow-host ${host}), received ${host}`);
  return url;
}
