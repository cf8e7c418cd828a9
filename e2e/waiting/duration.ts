/** A length of time. Made by {@link milliseconds}, {@link seconds} or {@link minutes}, so that no call has to guess a unit. */
export interface Duration {
  readonly milliseconds: number;
}

export function milliseconds(count: number): Duration {
  if (!Number.isFinite(count) || count < 0) {
    throw new RangeError(`a duration must be a finite number of at least 0 milliseconds, got ${count}`);
  }
  return { milliseconds: count };
}

export function seconds(count: number): Duration {
  return milliseconds(count * 1000);
}

export function minutes(count: number): Duration {
  return seconds(count * 60);
}

/** The form Go programs read in flags: `1500ms`. */
export function goDuration(duration: Duration): string {
  return `${Math.round(duration.milliseconds)}ms`;
}

/** For people: `850 ms`, `2.4 s`, `3 min 5 s`. */
export function formatDuration(duration: Duration): string {
  const ms = Math.round(duration.milliseconds);
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const wholeSeconds = Math.round(ms / 1000);
  return `${Math.floor(wholeSeconds / 60)} min ${wholeSeconds % 60} s`;
}

/** Measures from the moment it is made. */
export class Stopwatch {
  private readonly startedAt = performance.now();

  elapsed(): Duration {
    return milliseconds(performance.now() - this.startedAt);
  }
}

export function sleep(duration: Duration): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration.milliseconds));
}
