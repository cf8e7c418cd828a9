import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';
import { milliseconds } from '../../config/duration';
import { queriedLoad, type RangeQuery } from '../../simulator/load/prometheus-load';
import type { Load } from '../../simulator/load/load';
import { startPrometheus } from '../processes/prometheus';
import { backfill, type PastSeries } from '../prometheus/backfilled';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { patient } from '../waiting/patience';

const root = join(__dirname, '..', '..');
const day = 86_400;
/** Seconds between two samples, and between two values of the load. */
const [every, step] = [30, 15];
/** Prometheus' `--query.lookback-delta`: for so long the last sample counts. */
const lookback = 300;
/** Seconds from the first sample to the begin of the gap, and its length. */
const gap = { from: 11 * 3600, length: 2400 };
/** Seconds that are asked for before the first sample. */
const early = 1800;
const name = 'shop_requests_per_second';
const query = `sum(${name})`;

const told = z.object({
  load: z.object({
    name: z.string(),
    step: z.number(),
    values: z.number(),
    gaps: z.array(z.object({ from: z.number(), steps: z.number() })),
    unrecorded: z.object({ before: z.number(), after: z.number() }),
  }),
  outcomes: z.array(z.object({ name: z.string(), violations: z.number() })),
});

/** `npm run simulate -- --load http://…` against the real Prometheus. */
export const scenario: Scenario = {
  name: 'prometheus-load',
  title:
    'the load that the simulator reads from a real Prometheus is what was written, value for value, in more steps than one answer may have; a gap and what was not recorded are told, and several series or no Prometheus refused',
  tags: ['full'],
  needs: ['prometheus'],
  timeout: '300s',
  async run(context) {
    const { processes } = context;
    const from = Math.floor(Date.now() / 1000 / day) * day - 3 * day;
    const until = from + 2 * day;
    const folder = processes.scratchFolder('prometheus');
    await backfill(processes.scratchFolder('history'), join(folder, 'data'), { [name]: written(from, until) });
    const prometheus = await startPrometheus({ processes, folder, files: { 'prometheus.yml': '{}' } });
    const asked = { url: prometheus.url, query, from: from - early, until: until - every, step };
    const read = await queriedLoad(asked);
    const expected = expectedLoad(from, until);
    if (!isDeepStrictEqual(read, expected)) throw new Error(`what is read must be what was written, ${difference(read, expected)}`);
    context.report(
      `${read.values.length} values in ${Math.ceil((asked.until - asked.from) / step / 11_000)} parts, all as written; gaps ${JSON.stringify(read.gaps)}`,
    );
    const { load, outcomes } = told.parse(JSON.parse(await simulated(asked, '--json')));
    const { values, ...rest } = expected;
    if (!isDeepStrictEqual(load, { ...rest, values: values.length })) throw new Error(`the gap must be told, received ${JSON.stringify(load)}`);
    context.report(`simulated: ${outcomes.map(({ name: policy, violations }) => `${policy} ${violations.toFixed(2)} %`).join(', ')}`);
    const title = (await simulated(asked)).split('\n')[0] ?? '';
    const missing = expected.gaps.reduce((sum, { steps }) => sum + steps * step, 0);
    for (const part of [`1 gaps of together ${missing} s, through which the last value is held`, `none for ${early} s before`])
      if (!title.includes(part)) throw new Error(`the title must tell "${part}", received ${title}`);
    context.report(title);
    await refused(context, { ...asked, query: name }, 'must be one series, received 2: {');
    await prometheus.kill();
    await refused(context, asked, 'must be a Prometheus that answers');
  },
};

/** Two series, whose sum is a day with a rush. Both have the gap. */
function written(from: number, until: number): readonly PastSeries[] {
  const times = sampleTimes(from, until);
  return ['cart', 'search'].map((route, index) => ({ labels: { route }, samples: times.map((at) => [at, requests(at - from)[index] ?? 0]) }));
}

function requests(since: number): readonly [number, number] {
  const hour = (since % day) / 3600;
  return [200 - 150 * Math.cos((2 * Math.PI * hour) / 24), hour > 12 && hour < 13 ? 300 : 40 + (since % 7)];
}

function sampleTimes(from: number, until: number): readonly number[] {
  const all = Array.from({ length: (until - from) / every }, (_, index) => from + index * every);
  return all.filter((at) => at < from + gap.from || at >= from + gap.from + gap.length);
}

/** As the documentation of Prometheus says: at each step the last sample of the last five minutes, not including their begin. */
function expectedLoad(from: number, until: number): Load {
  const last = new Map<number, number>();
  for (const at of sampleTimes(from, until)) for (let later = at; later < at + lookback; later += step) last.set(later, at);
  const times = Array.from({ length: (until - every - from) / step + 1 }, (_, index) => from + index * step);
  let held = from;
  const values = times.map((at) => {
    held = last.get(at) ?? held;
    const [cart, search] = requests(held - from);
    return cart + search;
  });
  const gaps = [{ from: gap.from - every + lookback, steps: times.filter((at) => !last.has(at)).length }];
  return { name: query, step, values, gaps, unrecorded: { before: early, after: 0 } };
}

function difference(read: Load, expected: Load): string {
  const place = expected.values.findIndex((value, index) => value !== read.values[index]);
  const shown = ({ values, ...rest }: Load): string => JSON.stringify({ ...rest, values: values.length, [`value ${place}`]: values[place] });
  return `expected ${shown(expected)}, received ${shown(read)}`;
}

async function simulated({ url, query: promql, from, until, step: seconds }: RangeQuery, ...more: readonly string[]): Promise<string> {
  const range = ['--from', String(from), '--to', String(until), '--step', String(seconds)];
  const args = ['run', '--silent', 'simulate', '--', '--load', url, '--query', promql, ...range, '--env', 'dev', '--compare', 'hpa60,policy,oracle', ...more];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, timeout: milliseconds(patient('120s')) });
  return stdout;
}

async function refused(context: ScenarioContext, asked: RangeQuery, rule: string): Promise<void> {
  const answer = await simulated(asked).then(
    (text) => `nothing: ${text}`,
    (error: unknown) => z.object({ code: z.literal(1), stderr: z.string() }).parse(error).stderr,
  );
  if (!answer.includes(rule)) throw new Error(`must be refused with "${rule}", received ${answer}`);
  context.report(`refused: ${answer.trim()}`);
}
