/** The last stage: models and trust, of whoever is due for longest. */
import { keyOf } from '../config';
import { horizonsOf } from '../learning/horizons';
import { learn } from '../learning/learn';
import { verdictOn } from '../learning/trust';
import { LiveRecord } from '../live-record';
import { seededRandom } from '../timeseries/random';
import { isDrifted, type WorkloadState } from '../workload-state';
import type { Stage, World } from './stage';

/** Seconds of one tick that may be spent with learning; whoever is left comes with the next. */
const learningSeconds = 8;

export const learning: Stage = {
  name: 'learn',
  run: async (world, states) => {
    const began = world.clock();
    const { settings, clock } = world;
    const due = states
      .filter((state) => state.blind === undefined && state.history !== undefined && isDue(state, clock(), settings.relearn))
      .sort((a, b) => (a.triedAt ?? 0) - (b.triedAt ?? 0));
    for (const state of due) {
      const spent = clock() - began;
      if (spent > learningSeconds) break;
      await learnAnew(state, world).catch((error: unknown) => {
        state.lacking = `learning failed: ${error instanceof Error ? error.message : String(error)}`;
        world.log({ level: 'error', message: 'learning failed', workload: keyOf(state.settings), why: state.lacking });
      });
    }
  },
};

/** Between two tries of what could not be learned, or drifted. Seconds. */
const patience = 600;

function isDue({ triedAt, lesson }: WorkloadState, now: number, relearn: number): boolean {
  // of a clock that was set back, a try in the future is none
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
  state.lesson = { at: clock(), learned: learned.value, verdict, live: new LiveRecord(learned.value.missed) };
  log({ level: 'info', message: 'learned', workload: name, trusted: verdict.trusted, why: verdict.why });
}
