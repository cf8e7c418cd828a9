/** Whether a change did harm: the minutes after it are compared with what would have been without it, and with whatever lasted as long when nothing was changed. */
import { deviationAt, expectedAt } from './expectation';
import { isCalm } from './disturbance';
import { fewest, minute, minutesBack, most } from './lasting-excess';
import type { Expectation, Harm, Undone } from './tunables';
import { isKnown, type WatchedSample, type WatchedSignal } from './watched-signal';

/** Deviations of a minute by which harm lasts above the most that ever lasted before, for three, four and five minutes: the longer, the less likely by chance. */
const margins = [1.5, 1.25, 1];
/** What is smaller is no harm, however certain it is: two requests that wait, seen by six scrapes of a minute, are none. Of all signals, a tenth of what is expected. */
const noticeable: Readonly<Record<string, number>> = { errors: 0.01, 'waiting for a connection': 0.4, 'missed reads': 0.05 };
/** Minutes in which the control must be usual, so that a disturbance alone is no harm. */
const calmest = 2;

export interface Evidence {
  /** Undefined where nothing was worse. */
  readonly harm: Harm | undefined;
  /** Whether the control was unusual all the time. */
  readonly disturbed: boolean;
  /** Samples of all signals that were compared. */
  readonly compared: number;
  readonly why: string;
}

/**
 * The newest minutes of each signal, the last three to five of them together, so that harm which began late shows as well as harm at once; it must show in each. In three the control must be usual, in more in two of them.
 * At the `end` two of three do; and where the control was unusual all the time, all minutes count: what is bad then is undone, since keeping harm is worse than losing a change, and what is not bad in spite of a disturbance is no harm.
 *
 * @param signals since the change
 */
export function evidenceOf(expected: readonly Expectation[], signals: readonly WatchedSignal[], end = false): Evidence {
  const known = expected.map((one) => ({ one, samples: (signals.find(({ name }) => name === one.signal)?.samples ?? []).filter(isKnown) }));
  const compared = known.reduce((sum, { samples }) => sum + samples.length, 0);
  const worst = worstOf(known.flatMap(({ one, samples }) => stretchesOf(one, minutesBack(samples), end)));
  if (worst === undefined || worst.ratio < 1)
    return { harm: undefined, disturbed: false, compared, why: `${compared} samples: nothing was above its expected value for long` };
  const { signal, excess, expected: usual, disturbed } = worst;
  return { harm: { signal, excess, expected: usual }, disturbed, compared, why: whyOf(worst) };
}

interface Stretch extends Harm {
  /** Of the excess and its bound: from 1 on it is harm. */
  readonly ratio: number;
  readonly minutes: number;
  readonly disturbed: boolean;
}

/** The one that is furthest above its bound. */
function worstOf(stretches: readonly Stretch[]): Stretch | undefined {
  return stretches.toSorted((a, b) => b.ratio - a.ratio)[0];
}

function whyOf({ signal, excess, expected, minutes, disturbed }: Stretch): string {
  const beside = disturbed ? ', while scrapes were slow too' : '';
  return `${signal} was at least ${short(expected + excess)} in each of the last ${minutes} minutes, ${short(expected)} was expected${beside}`;
}

/** Those that say something. @param minutes the newest first */
function stretchesOf(one: Expectation, minutes: readonly WatchedSample[], end: boolean): readonly Stretch[] {
  const calm = (stretch: readonly WatchedSample[]): number => stretch.filter((minute) => isCalm(minute, one.calm)).length;
  const disturbed = end && calm(minutes.slice(0, most)) < calmest;
  const counts = Array.from({ length: most - fewest + 1 }, (_, place) => fewest + place).filter((count) => count <= minutes.length);
  return counts
    .filter((count) => disturbed || calm(minutes.slice(0, count)) >= (count === fewest && !end ? count : calmest))
    .map((count) => stretchOf(one, minutes.slice(0, count), disturbed));
}

function stretchOf(one: Expectation, minutes: readonly WatchedSample[], disturbed: boolean): Stretch {
  const place = minutes.length - fewest;
  const expected = meanOf(minutes.map(({ load }) => expectedAt(one, load)));
  const excess = Math.min(...minutes.map(({ load, value }) => value - expectedAt(one, load)));
  const spread = meanOf(minutes.map(({ load }) => deviationAt(one, load)));
  const bound = Math.max(noticeable[one.signal] ?? 0, 0.1 * Math.abs(expected), (one.lasting?.[place] ?? 0) + (margins[place] ?? 1) * spread);
  return { signal: one.signal, excess, expected, ratio: excess / bound, minutes: minutes.length, disturbed };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Whether harm ended with the change that was blamed for it, the second half of a withdrawal experiment (Barlow, Nock and Hersen, "Single Case Experimental Designs", 2009): undefined where nothing was measured since.
 * What ends together with a disturbance shows nothing. The first minute and a half is that of pods that read their file again.
 *
 * @param samples of the signal, since the change was undone
 */
export function isOver({ ended, harm, expected, disturbed }: Undone, samples: readonly WatchedSample[]): boolean | undefined {
  const since = samples.filter((sample) => isKnown(sample) && sample.at >= ended + 1.5 * minute);
  const known = disturbed ? since.filter((sample) => !isCalm(sample, expected.calm)) : since;
  if (since.length === 0) return undefined;
  if (known.length < 0.75 * since.length) return false;
  const excesses = known.map(({ load, value }) => value - expectedAt(expected, load)).sort((a, b) => a - b);
  return (excesses[Math.floor((excesses.length - 1) / 2)] ?? 0) < harm.excess / 2;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
