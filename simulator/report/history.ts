/** The course of a replay, in as many steps as a picture can show. */

export interface Step {
  /** Needed and ready pods at the worst moment of the step: the most needed, and the fewest ready while some were missing. */
  readonly needed: number;
  readonly ready: number;
  /** Whether ready pods were fewer than needed at any moment. */
  readonly missing: boolean;
  /** The signal that asked for the most replicas at the last sync; `undefined` if none asked for any, or the policy has no signals. */
  readonly winner?: string;
}

export class History {
  private readonly steps: { needed: number; ready: number; missing: boolean; winner?: string }[] = [];
  private readonly share = new Map<string, number>();
  private ticks = 0;
  private winner: string | undefined;

  /** @param perStep ticks per step */
  public constructor(private readonly perStep: number) {}

  public add(needed: number, ready: number): void {
    const place = Math.floor(this.ticks / this.perStep);
    const step = (this.steps[place] ??= { needed, ready, missing: false, winner: this.winner });
    const missing = ready < needed;
    step.ready = missing && !step.missing ? ready : missing || !step.missing ? Math.min(step.ready, ready) : step.ready;
    step.needed = Math.max(step.needed, needed);
    step.missing ||= missing;
    if (this.winner !== undefined) {
      step.winner = this.winner;
      this.share.set(this.winner, (this.share.get(this.winner) ?? 0) + 1);
    }
    this.ticks += 1;
  }

  /** @param counts replicas by signal; among equal ones the first wins */
  public asked(counts: Readonly<Record<string, number | null>>): void {
    let most = 0;
    this.winner = undefined;
    for (const [signal, count] of Object.entries(counts)) {
      if ((count ?? 0) <= most) continue;
      most = count ?? 0;
      this.winner = signal;
    }
  }

  public get all(): readonly Step[] {
    return this.steps;
  }

  /** Percentage of the time in which each signal asked for the most, largest first. */
  public get winners(): readonly (readonly [signal: string, percent: number])[] {
    return [...this.share].map(([signal, ticks]) => [signal, (100 * ticks) / this.ticks] as const).sort((a, b) => b[1] - a[1]);
  }
}
