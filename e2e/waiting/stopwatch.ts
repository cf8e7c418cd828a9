/** Measures durations and formats them. */
import { durationOf, milliseconds, type Duration } from '../../config/duration';

/** Measures the time since its creation. */
export class Stopwatch {
  private readonly startedAt = performance.now();

  elapsed(): Duration {
    return durationOf((performance.now() - this.startedAt) / 1000);
  }
}

export function sleep(duration: Duration): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds(duration)));
}

/** A duration as text: `850 ms`, `2.4 s`, `3 min 5 s`. */
export function formatDuration(duration: Duration): string {
  const ms = milliseconds(duration);
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const wholeSeconds = Math.round(ms / 1000);
  return `${Math.floor(wholeSeconds / 60)} min ${wholeSeconds % 60} s`;
}
