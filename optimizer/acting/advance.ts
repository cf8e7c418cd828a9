/** How the tunables of a workload change in one step. Pure, with one write at most: after a crash the next process finds a state that a whole step left, and continues from it. */
import { calmBound, isCalm } from './disturbance';
import { evidenceOf, isOver } from './evidence';
import { expectationOf } from './expectation';
import { minute } from './lasting-excess';
import { longestWhy, remembered, type Expectation, type Finished, type Harm, type Trial, type Tunables, type TunablesRecord, type Undone } from './tunables';
import type { WatchedSignal } from './watched-signal';

export interface WantedChange {
  readonly policy: string;
  readonly values: Tunables;
}

export interface Situation {
  /** Seconds since 1970. */
  readonly now: number;
  /** The wanted changes of policies that may act, in their order. */
  readonly wanted: readonly WantedChange[];
  /** Signals of which more is worse, of the last hour. */
  readonly signals: readonly WatchedSignal[];
  /** Seconds for which a change is watched. */
  readonly watch: number;
  /** A change of our own just before an anomaly is undone at once, without more samples. @default - none */
  readonly revert?: string;
}

export interface Step {
  readonly record: TunablesRecord;
  /** For the log. */
  readonly what: 'changed' | 'kept' | 'rolled back' | 'the harm ended with it' | 'the harm did not end with it';
  readonly policy: string;
  readonly why: string;
}

/** Samples that a watched change needs by its end to be kept. */
const leastSamples = 8;
/** Seconds for which a policy whose change did harm changes nothing. */
const quarantine = 6 * 3600;
/** Seconds after a rollback in which the harm may still show: requests wait, and rates look back. */
const settling = 180;

/** Undefined when nothing changes. */
export function advance(record: TunablesRecord, situation: Situation): Step | undefined {
  if (record.trial !== undefined) return watched(record, record.trial, situation);
  if (record.undone !== undefined) return looked(record, record.undone, situation);
  return begun(record, situation);
}

function watched(record: TunablesRecord, trial: Trial, { now, signals, watch, revert }: Situation): Step | undefined {
  const since = signals.map(({ name, samples }) => ({ name, samples: samples.filter(({ at }) => at - minute >= trial.at && at <= trial.until) }));
  // when the clock was set back, a start in the future is ignored: its end would never come
  const over = now >= trial.until || now < trial.at - watch;
  const evidence = evidenceOf(trial.expected, since, over);
  if (evidence.harm !== undefined)
    return ended(record, trial, { now, outcome: 'rolled back', why: evidence.why, harm: evidence.harm, disturbed: evidence.disturbed });
  if (revert !== undefined) return ended(record, trial, { now, outcome: 'rolled back', why: revert });
  if (!over) return undefined;
  return evidence.compared < leastSamples
    ? ended(record, trial, { now, outcome: 'rolled back', why: `its effect was not measured: ${evidence.compared} samples, ${leastSamples} are needed` })
    : ended(record, trial, { now, outcome: 'kept', why: evidence.why });
}

interface End extends Pick<Finished, 'outcome' | 'why'> {
  readonly now: number;
  readonly harm?: Harm;
  readonly disturbed?: boolean;
}

function ended(record: TunablesRecord, trial: Trial, { now, outcome, why, harm, disturbed = false }: End): Step {
  const { policy, at, before, after } = trial;
  const finished = [...record.finished, { policy, at, ended: now, before, after, outcome, why: why.slice(0, longestWhy) }].slice(-remembered);
  const expected = trial.expected.find(({ signal }) => signal === harm?.signal);
  // harm beyond all numbers is undone too, and only not looked at again
  const undone = harm === undefined || expected === undefined || !isStorable(harm) ? {} : { undone: { ended: now, harm, expected, disturbed } };
  return { record: { values: outcome === 'kept' ? after : before, ...undone, finished }, what: outcome, policy, why };
}

/** Once a change that was undone has settled: whether its harm is over. */
function looked({ values, finished }: TunablesRecord, undone: Undone, { now, signals }: Situation): Step | undefined {
  // a clock that was set back says nothing about what was since
  if (now >= undone.ended && now - undone.ended < settling) return undefined;
  // nobody else ends changes, so the last one is the one that was undone
  const last = finished.at(-1);
  if (last === undefined) return undefined;
  const samples = signals.find(({ name }) => name === undone.harm.signal)?.samples ?? [];
  const over = isOver(
    undone,
    samples.filter(({ at }) => at <= undone.ended + settling),
  );
  const told = [...finished.slice(0, -1), { ...last, ...(over === undefined ? {} : { confirmed: over }) }];
  const what = over === false ? 'the harm did not end with it' : 'the harm ended with it';
  return { record: { values, finished: told }, what, policy: last.policy, why: over === undefined ? 'it was not measured since' : last.why };
}

/** Until when a policy changes nothing, because its last change did harm; undefined where it may. A change whose harm is not shown to have ended with it is tried again, once. */
export function restsUntil({ finished }: { readonly finished: readonly Finished[] }, policy: string, now: number): number | undefined {
  const undone = finished.filter((one) => one.policy === policy && one.outcome === 'rolled back' && Math.abs(now - one.ended) < quarantine);
  const last = undone.at(-1);
  if (last === undefined || (undone.length === 1 && last.confirmed === false)) return undefined;
  return last.ended + quarantine;
}

function begun(record: TunablesRecord, { now, wanted, signals, watch }: Situation): Step | undefined {
  // neither a new effect nor what is usual can be told from harm that is not over
  if (record.finished.some(({ outcome, ended: at }) => outcome === 'rolled back' && now >= at && now - at < settling)) return undefined;
  // one at a time, so that an effect has one cause
  const next = wanted.find(({ policy, values }) => restsUntil(record, policy, now) === undefined && differs(record.values, values));
  if (next === undefined) return undefined;
  if (signals.some((signal) => isDisturbed(signal))) return undefined;
  const expected = signals.flatMap((signal) => expectationOf(withoutHarm(record, signal)) ?? []).filter(isStorable);
  // a change whose effect could not be judged is not made
  if (expected.length === 0) return undefined;
  const after = { ...record.values, ...next.values };
  const trial = { policy: next.policy, at: now, until: now + watch, before: record.values, after, expected };
  return { record: { values: after, trial, finished: record.finished }, what: 'changed', policy: next.policy, why: JSON.stringify(next.values) };
}

/** JSON has no infinity, and what cannot be read again would be nobody's. */
function isStorable(one: Expectation | Harm): boolean {
  return Object.values(one)
    .flat()
    .every((value) => typeof value !== 'number' || Number.isFinite(value));
}

/** Samples before a change that must be calm: what is disturbed now may be so in a minute. */
const calmBefore = 2;

function isDisturbed({ samples }: WatchedSignal): boolean {
  const calm = calmBound(samples);
  return samples.slice(-calmBefore).some((sample) => !isCalm(sample, calm));
}

/** What was measured during a change that was undone says nothing about what is usual. */
function withoutHarm({ finished }: TunablesRecord, { name, samples }: WatchedSignal): WatchedSignal {
  const undone = finished.filter(({ outcome }) => outcome === 'rolled back');
  return { name, samples: samples.filter(({ at }) => !undone.some((change) => at > change.at && at <= change.ended + settling)) };
}

function differs(present: Tunables, wanted: Tunables): boolean {
  return Object.entries(wanted).some(([name, value]) => JSON.stringify(present[name as keyof Tunables]) !== JSON.stringify(value));
}
