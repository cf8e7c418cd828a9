/**
 * Sends requests when they are due, whether or not earlier ones are answered, and counts latency from then on: what a request waits because the server, or this
 * program, is behind is part of what its user would have waited (coordinated omission, Gil Tene).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Latencies } from './latencies';

/** @returns status of the answer, once all of it is there; rejects when there is none */
export type Send = (signal: AbortSignal) => Promise<number>;

export interface PlayOptions {
  /** Seconds since the start, rising. */
  readonly due: Iterable<number>;
  readonly send: Send;
  /** Seconds after which a request is given up, from when it was due. */
  readonly timeout: number;
  /** Requests that may be open at once. More are not sent, and count as unanswered. */
  readonly mostOpen: number;
  /** Ends the play early; what is open is still waited for. */
  readonly stop?: AbortSignal;
}

export interface Played {
  readonly latencies: Latencies;
  /** How late requests were sent, in seconds: what of the latencies is due to the machine that plays. */
  readonly late: Latencies;
  /** Answers by status, and why there was none. */
  readonly answers: ReadonlyMap<string, number>;
  readonly open: () => number;
}

/** Starts at once. */
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

/** `fetch` hides what happened below its own error. */
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
