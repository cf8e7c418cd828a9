/**
 * Durations. People write `15s`, `300ms` or `1.5s`; reading normalizes them to whole seconds where possible (`15s`), else to whole milliseconds (`1500ms`). So equal durations
 * have equal texts, and every component can read them: Prometheus and Alertmanager know no fractions of a unit, Go and Jaeger know both.
 */
import { z } from 'zod';

export type Duration = `${number}s` | `${number}ms`;

/** Up to nine digits and three decimals, so that a number of milliseconds is exact. */
const secondsPattern = /^(?<amount>(?:0|[1-9]\d{0,8})(?:\.\d{1,3})?)s$/;
const millisecondsPattern = /^(?<amount>0|[1-9]\d{0,8})ms$/;

interface Limits {
  readonly least: Duration;
  readonly most: Duration;
  /** Name of the component that reads only whole seconds, for the message. @default - fractions are allowed */
  readonly wholeFor?: string;
}

/** A duration between two others, both included. */
export function durationWithin({ least, most, wholeFor }: Limits): z.ZodType<Duration> {
  return z.unknown().transform((value, context): Duration => {
    const length = typeof value === 'string' ? millisecondsIn(value) : undefined;
    const broken = brokenRule(length, { least, most, wholeFor });
    if (length !== undefined && broken === undefined) return durationOf(length / 1000);
    context.issues.push({ code: 'custom', message: broken, input: value });
    return z.NEVER;
  });
}

function brokenRule(length: number | undefined, { least, most, wholeFor }: Limits & { readonly wholeFor: string | undefined }): string | undefined {
  if (wholeFor !== undefined && (length === undefined || length % 1000 !== 0))
    return `must be a duration in whole seconds such as "15s": ${wholeFor} knows no fractions`;
  if (length === undefined) return 'must be a duration such as "300ms", "1.5s" or "15s"';
  if (length < milliseconds(least)) return `must be at least ${least}`;
  if (length > milliseconds(most)) return `must be at most ${most}${readable[most] ?? ''}`;
  return undefined;
}

const readable: Readonly<Record<string, string>> = { '86400s': ', a day', '315360000s': ', ten years' };

/** A duration of at most a day: intervals, targets, patience. */
export const duration = durationWithin({ least: '1ms', most: '86400s' });
/** A duration of up to ten years: retention, periods of objectives, windows of alerts. */
export const longDuration = durationWithin({ least: '1ms', most: '315360000s' });
/** A duration in whole seconds. @param wholeFor name of the component that reads no fractions, for the message */
export function wholeSeconds(wholeFor: string, limits: Partial<Limits> = {}): z.ZodType<Duration> {
  return durationWithin({ least: '1s', most: '86400s', ...limits, wholeFor });
}

/** `1.5s` → 1500. @returns `undefined` where the text is no duration */
function millisecondsIn(text: string): number | undefined {
  const [inSeconds, inMs] = [secondsPattern, millisecondsPattern].map((pattern) => pattern.exec(text)?.groups?.['amount']);
  if (inSeconds !== undefined) return Math.round(Number(inSeconds) * 1000);
  return inMs === undefined ? undefined : Number(inMs);
}

/** `300ms` → 300, `1.5s` → 1500. @throws Error when the value is no duration */
export function milliseconds(value: Duration): number {
  const length = millisecondsIn(value);
  if (length === undefined) throw new Error(`must be a duration such as "300ms", "1.5s" or "15s", received ${JSON.stringify(value)}`);
  return length;
}

/** `15s` → 15, `300ms` → 0.3. @throws Error when the value is no duration */
export function seconds(value: Duration): number {
  return milliseconds(value) / 1000;
}

/** 15 → `15s`, 1.5 → `1500ms`; rounded to a millisecond. @param length seconds @throws RangeError when the length is below zero or no number */
export function durationOf(length: number): Duration {
  if (!(length >= 0 && length < Number.POSITIVE_INFINITY)) throw new RangeError(`a duration must be a finite number of at least 0 seconds, received ${length}`);
  const whole = Math.round(length * 1000);
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
}
