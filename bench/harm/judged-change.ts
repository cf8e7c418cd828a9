/** One made-up change, judged as the optimizer judges it: tick by tick, with what is measured until then. */
import { advance, type Situation } from '../../optimizer/acting/advance';
import { untuned } from '../../optimizer/acting/tunables';
import type { WatchedSignal } from '../../optimizer/acting/watched-signal';

export interface Judged {
  readonly undone: boolean;
  /** Seconds after the change. */
  readonly after: number;
  readonly why: string;
  /** Of what was undone: whether it stays so, and is not tried again. */
  readonly stays: boolean;
}

const [watch, tick, settling, hour] = [270, 30, 180, 3600];
const wanted = [{ policy: 'made-up', values: { poolSize: 1 } }];

/** Undefined where it was not begun: something was wrong already. @param play signals with the change at 0, undone after so many seconds */
export function judgedChange(play: (undone?: number) => readonly WatchedSignal[]): Judged | undefined {
  const at = (now: number, signals: readonly WatchedSignal[]): Situation => ({
    now,
    wanted,
    signals: signals.map(({ name, samples }) => ({ name, samples: samples.filter((sample) => sample.at <= now && sample.at > now - hour) })),
    watch,
  });
  const signals = play();
  const begun = advance(untuned, at(0, signals));
  if (begun === undefined) return undefined;
  for (let now = tick; now <= watch; now += tick) {
    const step = advance(begun.record, at(now, signals));
    if (step?.what === 'kept') return { undone: false, after: now, why: step.why, stays: false };
    if (step === undefined) continue;
    const told = advance(step.record, at(now + settling, play(now)));
    return { undone: true, after: now, why: step.why, stays: told?.record.finished.at(-1)?.confirmed !== false };
  }
  throw new Error(`a change must end within ${watch} s`);
}
