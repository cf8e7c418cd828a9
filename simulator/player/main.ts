/** `npm run load -- --trace <csv> --url http://…`: sends a recorded load to a real URL and reports how long its users waited. */
import { demandOf, type Load } from '../load/load';
import { LoadError } from '../load/load-error';
import { recordedFile } from '../load/recorded-file';
import { UsageError } from '../usage-error';
import { arrivals } from './arrivals';
import { hasLoopback, type AddressesOf } from './loopback';
import { play, type Send } from './play';
import { playerOptionsOf, playerUsage, type PlayerOptions } from './player-options';
import { reportOf, reportText } from './played-report';

/** Seconds between two lines of progress. */
const progressEvery = 10;
/** Most open requests, so that an unreachable server does not exhaust this machine. */
const mostOpen = 5000;

export interface Watcher {
  /** Prints a line of progress. */
  readonly progress: (line: string) => void;
  readonly stop?: AbortSignal;
  /** Addresses that a name has on this machine. @default - asks the system */
  readonly addressesOf?: AddressesOf;
}

/** @throws UsageError, LoadError before anything is sent */
export async function loadCommand(args: readonly string[], { progress, stop, addressesOf }: Watcher): Promise<string> {
  const options = playerOptionsOf(args);
  if (options === undefined) return playerUsage;
  await hasLoopback(options.url, addressesOf);
  const load = recordedFile('--trace', options.trace, options.column);
  const demand = demandIn(load, options);
  const whole = Math.ceil((load.values.length * load.step) / options.speed);
  const part = demand.length < whole ? `, the first ${demand.length} of ${whole} s` : '';
  const gaps = load.gaps.reduce((sum, gap) => sum + gap.steps, 0);
  const held = gaps === 0 ? '' : `, ${load.gaps.length} gaps of together ${gaps * load.step} s, through which the last value is held`;
  progress(`${load.name}: ${demand.length} s at up to ${peakOf(demand).toFixed(1)} requests/s${part}${held}`);
  const played = play({ due: arrivals(demand), send: get(options.url), timeout: options.timeout, mostOpen, stop });
  const started = performance.now();
  const ticking = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    progress(`${seconds} of ${demand.length} s: ${played.latencies.count} requests, ${played.open()} open`);
  }, progressEvery * 1000);
  await played.ended.finally(() => clearInterval(ticking));
  const report = reportOf(played);
  return options.json ? `${JSON.stringify({ load: load.name, url: options.url.href, seconds: demand.length, ...report })}\n` : `${reportText(report)}\n`;
}

/** Requests in each played second. */
function demandIn(load: Load, { scale, speed, longest, mostRate }: PlayerOptions): Float64Array {
  const demand = demandOf(load, speed, scale).slice(0, longest);
  const peak = peakOf(demand);
  if (demand.length === 0) throw new LoadError([`${load.name}: must be at least a second long at --speed ${speed}`]);
  if (!(peak > 0)) throw new LoadError([`${load.name}: must have a load above 0 in the first ${demand.length} s`]);
  if (peak > mostRate) {
    const fitting = Number((scale * (mostRate / peak)).toPrecision(2));
    throw new UsageError([
      `--max-rate: ${load.name} reaches ${peak.toFixed(1)} requests/s and may reach ${mostRate}; take --scale ${fitting} or less, or --max-rate ${Math.ceil(peak)}`,
    ]);
  }
  return demand;
}

function peakOf(demand: Float64Array): number {
  return demand.reduce((most, rate) => Math.max(most, rate), 0);
}

/** Sends a GET request. A redirect counts as the answer: following it would send the load to another server. */
function get(url: URL): Send {
  return async (signal) => {
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.arrayBuffer();
    return response.status;
  };
}

if (require.main === module) {
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  loadCommand(process.argv.slice(2), { progress: (line) => process.stderr.write(`${line}\n`), stop: stopped.signal })
    .then((text) => process.stdout.write(text))
    .catch((error: unknown) => {
      // errors of the program itself keep their stack trace
      if (!(error instanceof UsageError || error instanceof LoadError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    });
}
