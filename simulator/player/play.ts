/**
 * Sends requests when they are due, whether or not earlier ones are answered, and measures latency from the due time: a delay because the server or this
 * program is behind is part of the time that a user would have waited (coordinated omission, Gil Tene).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Latencies } from './latencies';

/** @returns status of the answer, after its whole body has arrived; rejects when there is no answer */
export type Send = (signal: AbortSignal) => Promise<number>;

export interface PlayOptions {
  /** Due times in seconds since the start, ascending. */
  readonly due: Iterable<number>;
  readonly send: Send;
  /** Seconds from the due time after which a request is aborted. */
  readonly timeout: number;
  /** Most open requests. Further ones are not sent and count as unanswered. */
  readonly mostOpen: number;
  /** Ends the play early; it still waits for open requests. */
  readonly stop?: AbortSignal;
}

export interface Played {
  readonly latencies: Latencies;
  /** Delays in seconds with which requests were sent: the part of the latencies that this machine caused. */
  readonly late: Latencies;
  /** Number of answers by status, and of missing ones by reason. */
  readonly answers: ReadonlyMap<string, number>;
  readonly open: () => number;
}

/** Starts at once; `ended` resolves when all requests are done. */
export function play(options: PlayOptions): Played & { readonly ended: Promise<void> } {
  const open = new Set<Promise<void>>();
  const counts = { latencies: new Latencies(), late: new Latencies(), answers: new Map<string, number>() };
  return { ...counts, open: () => open.size, ended: sendAll(options, counts, open) };
}

type Counts = Pick<Played, 'latencies' | 'late'> & { readonly answers: Map<string, number> };

async function sendAll({ due, send, timeout, mostOpen, stop }: PlayOptions, { latencies, late, answers }: Counts, open: Set<Promise<void>>): Promise<void> {
  const started = performance.now();
  const now = (): number => (performance.now() - started) / 1000;
  const told = (answer: string, seconds: number | undefined): void => {
    latencies.add(seconds);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const one = async (at: number): Promise<void> => {
    const left = at + timeout - now();
    try {
      if (left <= 0) throw new DOMException('too late to be sent', 'TimeoutError');
      const status = await send(AbortSignal.timeout(Math.ceil(left * 1000)));
      told(String(status), now() - at);
    } catch (error) {
      told(causeOf(error), undefined);
    }
  };
  const stopped = (): boolean => stop?.aborted === true;
  for (const at of due) {
    if (stopped()) break;
    if (at > now()) await delay((at - now()) * 1000, undefined, { signal: stop }).catch(() => undefined);
    if (stopped()) break;
    late.add(Math.max(0, now() - at));
    if (open.size >= mostOpen) {
      told(`not sent: ${mostOpen} open`, undefined);
      continue;
    }
    const sent = one(at).finally(() => open.delete(sent));
    open.add(sent);
  }
  await Promise.all(open);
}

/** The reason below the error of `fetch`. */
function causeOf(error: unknown): string {
  const { name, message, cause } = described(error);
  if (name === 'TimeoutError') return 'timeout';
  const deeper = described(cause);
  return deeper.code ?? deeper.message ?? message ?? String(error);
}

interface Described {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
}

function described(error: unknown): Described {
  return typeof error === 'object' && error !== null ? error : {};
}
