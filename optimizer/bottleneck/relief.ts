/** A change of a tunable that makes the slowest part of a request shorter, or why none does. */
import type { WorkloadSettings } from '../config';
import type { Measured } from '../measured';
import type { Level, RequestPart, RequestTime } from './request-time';

/** A change that would shorten it. */
export interface Relief {
  readonly kind: 'relief';
  readonly tunable: 'poolSize' | 'cacheTtlSeconds' | 'prewarmKeys';
  /** Connections, seconds, or a number of keys: at present, and wanted before any limit. */
  readonly present: number;
  readonly asked: number;
  /** The keys to keep warm, the most read first. @default - it is not about keys */
  readonly keys?: readonly string[];
  readonly because: string;
  /** Share of what the part takes beyond the usual that a value would take away, from 0 to 1. */
  readonly recovered: (value: number) => number;
}

/** Nothing that may be tuned would; `why` says what people can do. */
export interface NoRelief {
  readonly kind: 'none';
  readonly why: string;
}

export interface Asked {
  readonly part: RequestPart;
  readonly requestTime: RequestTime;
  readonly measured: Measured;
  readonly settings: Pick<WorkloadSettings, 'tuned' | 'sizing'>;
  /** The keys that are kept warm at present. */
  readonly warm: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

export const none = (why: string): NoRelief => ({ kind: 'none', why });

/** How many times the usual counts as grown. */
export const grown = 1.25;

/** Seconds of a call; what was never called took no time. */
export function perCall({ seconds, calls }: Pick<RequestPart, 'seconds' | 'calls'>): Level {
  const each = (time: number, count: number): number => (count > 0 ? time / count : 0);
  return { now: each(seconds.now, calls.now), usual: each(seconds.usual, calls.usual) };
}

export const milliseconds = (seconds: number): string => `${Number((1000 * seconds).toPrecision(3))} ms`;
