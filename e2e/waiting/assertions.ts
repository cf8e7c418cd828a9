import { type Duration, milliseconds } from '../../config/duration';
import { Stopwatch, formatDuration, sleep } from './stopwatch';
import { patient } from './patience';

export interface EventuallyOptions<T> {
  /** Whether an observation is the awaited one. */
  readonly until: (seen: T) => boolean;
  /** On an idle machine; a loaded one gets the time that its load takes away. @default 30 s */
  readonly timeout?: Duration;
  /** Between the end of one observation and the start of the next. @default 500 ms */
  readonly interval?: Duration;
}

export interface HoldsOptions<T> {
  /** Whether an observation is still as it must stay. */
  readonly while: (seen: T) => boolean;
  readonly for: Duration;
  /** @default 500 ms */
  readonly interval?: Duration;
}

type Observation<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

const DEFAULT_INTERVAL = '500ms';

/**
 * Observes until the condition holds, and returns that observation. An observation that throws counts as "not yet".
 * Fails with the description and the last observation.
 */
export async function eventually<T>(description: string, observe: () => Promise<T>, options: EventuallyOptions<T>): Promise<T> {
  const timeout = options.timeout ?? '30s';
  const stopwatch = new Stopwatch();
  for (;;) {
    const seen = await attempt(observe);
    if (seen.ok && options.until(seen.value)) return seen.value;
    if (milliseconds(stopwatch.elapsed()) >= milliseconds(patient(timeout))) {
      throw new Error(`not within ${formatDuration(timeout)}: ${description}; last seen: ${show(seen)}`);
    }
    await sleep(options.interval ?? DEFAULT_INTERVAL);
  }
}

/** Observes for a time and fails with the first observation that does not satisfy the condition. */
export async function holds<T>(description: string, observe: () => Promise<T>, options: HoldsOptions<T>): Promise<void> {
  const stopwatch = new Stopwatch();
  while (milliseconds(stopwatch.elapsed()) < milliseconds(options.for)) {
    const seen = await attempt(observe);
    if (!seen.ok || !options.while(seen.value)) {
      const after = formatDuration(stopwatch.elapsed());
      throw new Error(`did not hold for ${formatDuration(options.for)}: ${description}; after ${after} seen: ${show(seen)}`);
    }
    await sleep(options.interval ?? DEFAULT_INTERVAL);
  }
}

export interface SettlesOptions<T> extends EventuallyOptions<T> {
  /** Time for which the condition must hold. */
  readonly for: Duration;
}

/** Like {@link eventually}, but the condition must hold for a time: a passing value does not count. */
export async function settles<T>(description: string, observe: () => Promise<T>, options: SettlesOptions<T>): Promise<void> {
  let since: Stopwatch | undefined;
  await eventually(`${description} and stays so for ${formatDuration(options.for)}`, observe, {
    ...options,
    until: (seen) => {
      since = options.until(seen) ? (since ?? new Stopwatch()) : undefined;
      return since !== undefined && milliseconds(since.elapsed()) >= milliseconds(options.for);
    },
  });
}

async function attempt<T>(observe: () => Promise<T>): Promise<Observation<T>> {
  try {
    return { ok: true, value: await observe() };
  } catch (error) {
    return { ok: false, error };
  }
}

function show(seen: Observation<unknown>): string {
  if (!seen.ok) return seen.error instanceof Error ? seen.error.message : String(seen.error);
  return seen.value === undefined ? 'undefined' : JSON.stringify(seen.value);
}
