/** What is known of what may run out: each is asked for a few times a day, one a tick. */
import type { WatchedSettings } from '../config';
import type { Clock, MetricsSource } from '../ports';
import { daysBack, lastHour, reachedBy, type Reached } from './reached';

/** Seconds until it is asked for again: after an answer, and after none. */
const [again, soon] = [6 * 3600, 900];
const hour = 3600;

interface Known {
  readonly askedAt: number;
  readonly reached: readonly Reached[];
}

export class Outlook {
  private readonly known = new Map<WatchedSettings, Known>();

  public constructor(private readonly watched: readonly WatchedSettings[]) {}

  /** The first to run out first, then those of which nothing is said. */
  public get reached(): readonly Reached[] {
    const all = this.watched.flatMap((one) => this.known.get(one)?.reached ?? []);
    const order = ({ expected, refused }: Reached): number => (refused === undefined ? (expected ?? Number.MAX_SAFE_INTEGER - 1) : Number.MAX_SAFE_INTEGER);
    return [...all].sort((a, b) => order(a) - order(b));
  }

  /** Asks for the one that is due for longest. */
  public async look(source: MetricsSource, clock: Clock): Promise<void> {
    const now = clock();
    const due = this.watched.find((one) => isDue(this.known.get(one), now));
    if (due === undefined) return;
    const until = lastHour(now);
    const answer = await source.range(due.expression, { from: until - (daysBack * 24 - 1) * hour, until, step: hour });
    const before = this.known.get(due);
    const reached = reachedBy(due, answer, now);
    // what was known yesterday is better than nothing while Prometheus is away
    const kept = answer.kind === 'series' || before === undefined ? reached : before.reached;
    this.known.set(due, { askedAt: answer.kind === 'series' ? now : now - again + soon, reached: kept });
  }
}

/** A clock that was set back asks again. */
function isDue(known: Known | undefined, now: number): boolean {
  return known === undefined || now - known.askedAt >= again || known.askedAt > now;
}
