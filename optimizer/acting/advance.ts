/** How the tunables of a workload change in one step. Pure, with one write at most: after a crash the next process finds a state that a whole step left, and continues from it. */
import { evidenceOf, expectationOf, type WatchedSignal } from './evidence';
import { remembered, type Finished, type Trial, type Tunables, type TunablesRecord } from './tunables';

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
  readonly what: 'changed' | 'kept' | 'rolled back';
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
  return record.trial === undefined ? begun(record, situation) : watched(record, record.trial, situation);
}

function watched(record: TunablesRecord, trial: Trial, { now, signals, watch, revert }: Situation): Step | undefined {
  const since = signals.map(({ name, samples }) => ({ name, samples: samples.filter(({ at }) => at > trial.at && at <= trial.until) }));
  const evidence = evidenceOf(trial.expected, since);
  if (evidence.harm) return ended(record, trial, { now, outcome: 'rolled back', why: evidence.why });
  if (revert !== undefined) return ended(record, trial, { now, outcome: 'rolled back', why: revert });
  // when the clock was set back, a start in the future is ignored: its end would never come
  const over = now >= trial.until || now < trial.at - watch;
  if (!over) return undefined;
  return evidence.compared < leastSamples
    ? ended(record, trial, { now, outcome: 'rolled back', why: `its effect was not measured: ${evidence.compared} samples, ${leastSamples} are needed` })
    : ended(record, trial, { now, outcome: 'kept', why: evidence.why });
}

function ended(record: TunablesRecord, trial: Trial, { now, outcome, why }: Pick<Finished, 'outcome' | 'why'> & { readonly now: number }): Step {
  const { policy, at, before, after } = trial;
  const finished = [...record.finished, { policy, at, ended: now, before, after, outcome, why }].slice(-remembered);
  return { record: { values: outcome === 'kept' ? after : before, finished }, what: outcome, policy, why };
}

function begun(record: TunablesRecord, { now, wanted, signals, watch }: Situation): Step | undefined {
  const resting = new Set(
    record.finished.filter(({ outcome, ended: at }) => outcome === 'rolled back' && Math.abs(now - at) < quarantine).map(({ policy }) => policy),
  );
  // neither a new effect nor what is usual can be told from harm that is not over
  if (record.finished.some(({ outcome, ended: at }) => outcome === 'rolled back' && now >= at && now - at < settling)) return undefined;
  // one at a time, so that an effect has one cause
  const next = wanted.find(({ policy, values }) => !resting.has(policy) && differs(record.values, values));
  if (next === undefined) return undefined;
  const expected = signals.flatMap((signal) => expectationOf(withoutHarm(record, signal)) ?? []);
  // a change whose effect could not be judged is not made
  if (expected.length === 0) return undefined;
  const after = { ...record.values, ...next.values };
  const trial = { policy: next.policy, at: now, until: now + watch, before: record.values, after, expected };
  return { record: { values: after, trial, finished: record.finished }, what: 'changed', policy: next.policy, why: JSON.stringify(next.values) };
}

/** What was measured during a change that was undone says nothing about what is usual. */
function withoutHarm({ finished }: TunablesRecord, { name, samples }: WatchedSignal): WatchedSignal {
  const undone = finished.filter(({ outcome }) => outcome === 'rolled back');
  return { name, samples: samples.filter(({ at }) => !undone.some((change) => at > change.at && at <= change.ended + settling)) };
}

function differs(present: Tunables, wanted: Tunables): boolean {
  return Object.entries(wanted).some(([name, value]) => JSON.stringify(present[name as keyof Tunables]) !== JSON.stringify(value));
}
