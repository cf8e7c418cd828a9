/** Start-ups on the command line: `60`, `30..90`, `median=60,p95=120`, or several of them after another. */
import type { StartUp } from '../../autoscaler/replay/start-up';
import { numberOf } from '../load/instant';

/** A day. */
const longest = 86_400;
/** Most that P95 may be of the median. Near 200 times, the mean would pass P95: nothing but a few pods that never come. */
const widest = 20;
const forms = 'seconds (60), a range (30..90), or a median with a P95 (median=60,p95=120)';

/** @param problems list to which problems are added */
export function startUpsOf(text: string | undefined, problems: string[]): readonly StartUp[] {
  return text === undefined ? [] : partsOf(text).map((part) => startUpOf(part, problems));
}

/** Splits at commas, and keeps the two numbers of a log-normal distribution together. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const before = parts.at(-1) ?? '';
    const belongs = /^(median|p95)=[^,]*$/.test(before) && /^(median|p95)=/.test(part) && before.split('=')[0] !== part.split('=')[0];
    if (belongs) parts[parts.length - 1] = `${before},${part}`;
    else parts.push(part);
  }
  return parts;
}

function startUpOf(part: string, problems: string[]): StartUp {
  if (part.includes('..')) return uniform(part, problems);
  if (part.includes('=')) return logNormal(part, problems);
  const seconds = numberOf(part);
  if (!isDuration(seconds)) problems.push(problemOf(seconds, part));
  return seconds;
}

function uniform(part: string, problems: string[]): StartUp {
  const [, from, to] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(part) ?? [];
  const [least, most] = [numberOf(from ?? ''), numberOf(to ?? '')];
  const outside = [least, most].find((bound) => !isDuration(bound));
  if (outside !== undefined) problems.push(problemOf(outside, part));
  else if (most < least) problems.push(`--start-up: a range must end at or after its begin, received ${part}`);
  return { kind: 'uniform', least, most };
}

function logNormal(part: string, problems: string[]): StartUp {
  const stated = new Map(part.split(',').map((one) => [one.split('=')[0] ?? '', numberOf(one.slice(one.indexOf('=') + 1))]));
  const [median, p95] = [stated.get('median') ?? Number.NaN, stated.get('p95') ?? Number.NaN];
  const outside = [median, p95].find((seconds) => !isDuration(seconds));
  if (outside !== undefined) problems.push(problemOf(outside, part));
  else if (median === 0) problems.push(`--start-up: a median beside a P95 must be above 0, received ${part}`);
  else if (p95 < median) problems.push(`--start-up: p95 must be at least the median, received ${part}`);
  else if (p95 > widest * median) problems.push(`--start-up: p95 must be at most ${widest} times the median, received ${part}`);
  return { kind: 'log-normal', median, p95 };
}

function isDuration(seconds: number): boolean {
  return seconds >= 0 && seconds <= longest;
}

function problemOf(seconds: number, part: string): string {
  const rule = Number.isNaN(seconds) ? `must be ${forms}` : `must be seconds from 0 to ${longest}`;
  return `--start-up: ${rule}, received ${part === '' ? 'nothing' : part}`;
}
