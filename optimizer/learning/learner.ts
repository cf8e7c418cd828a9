/** Learns models and trust, one workload after the other. */
import { keyOf } from '../config';
import { inSpanOf } from '../in-span';
import { horizonsOf } from './horizons';
import { learn, wantedMissed, type Learned } from './learn';
import { verdictOn } from './trust';
import { LiveRecord } from '../live-record';
import { seededRandom } from '../timeseries/random';
import type { World } from '../stages/stage';
import { isDrifted, type Lesson, type LessonNote, type WorkloadState } from '../workload-state';

/** Learns the workload that has been due for longest, beside the ticks. @returns whether there was one */
export async function learnNext(world: World, states: readonly WorkloadState[]): Promise<boolean> {
  const { settings, clock, log } = world;
  const [next] = states
    .filter((state) => state.blind === undefined && state.history !== undefined && isDue(state, clock(), settings.relearn))
    .sort((a, b) => (a.triedAt ?? 0) - (b.triedAt ?? 0));
  if (next === undefined) return false;
  await inSpanOf(world)('learn', () => learnAnew(next, world), { workload: keyOf(next.settings) }).catch((error: unknown) => {
    next.lacking = `learning failed: ${error instanceof Error ? error.message : String(error)}`;
    log({ level: 'error', message: 'learning failed', workload: keyOf(next.settings), why: next.lacking });
  });
  return true;
}

/** Most verdicts that are shown for each workload. */
const keptVerdicts = 40;

/** Seconds between two attempts after learning failed or the load drifted. */
const patience = 600;

function isDue({ triedAt, lesson }: WorkloadState, now: number, relearn: number): boolean {
  // when the clock was set back, an attempt in the future is ignored
  if (triedAt === undefined || triedAt > now) return true;
  return now - triedAt >= (lesson === undefined || isDrifted(lesson) ? patience : relearn);
}

async function learnAnew(state: WorkloadState, { settings, clock, breathe, log }: World): Promise<void> {
  const { history, settings: workload } = state;
  if (history === undefined) return;
  state.triedAt = clock();
  const learned = await learn(history, horizonsOf(workload.startUp, history.step), seededRandom(Math.floor(history.start)), breathe);
  const name = keyOf(workload);
  if (!learned.ok) {
    state.lacking = learned.reason.why;
    state.lesson = undefined;
    log({ level: 'info', message: 'nothing learned', workload: name, why: learned.reason.why });
    return;
  }
  const verdict = await verdictOn(learned.value.rehearsal, { workload, signals: settings.signals, knee: settings.knee }, breathe);
  state.lacking = undefined;
  const { ensemble, horizons, missed } = learned.value;
  const lesson = noteOf(learned.value, state.lesson);
  state.lesson = { at: clock(), learned: { ensemble, horizons, missed }, verdict, live: new LiveRecord(missed) };
  const { trusted, stance, gain, why } = verdict;
  const alone = stance?.of === 'nothing' ? { alone: stance.headroom } : {};
  state.verdicts = [...state.verdicts, { at: clock(), trusted, ...alone, gain, why, lesson }].slice(-keptVerdicts);
  log({ level: 'info', message: 'learned', workload: name, trusted, ...alone, why, ...lesson });
}

/** Of the nearest horizon, which decides most. */
function noteOf({ ensemble, horizons, missed }: Learned, before: Lesson | undefined): LessonNote {
  const [nearest = 1] = horizons;
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  const error = before?.live.score(nearest)?.error;
  return {
    because: before === undefined ? 'first' : isDrifted(before) ? 'drift' : 'regular',
    weights: Object.fromEntries([...ensemble.weights(nearest)].map(([model, weight]) => [model, rounded(weight)])),
    missed: rounded(missed.get(nearest) ?? wantedMissed),
    ...(error === undefined ? {} : { error: rounded(error) }),
  };
}
