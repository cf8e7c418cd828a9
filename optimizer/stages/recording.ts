/** The stage after decisions: new ones are kept, logged, and stored outside of the process before they have any effect. */
import { keyOf } from '../config';
import { withDropped } from '../earlier-decisions';
import type { Log } from '../ports';
import type { LoggedDecision, WorkloadState } from '../workload-state';
import type { Stage } from './stage';

/** Most decisions that are kept for each workload. */
const kept = 200;

/** A follower keeps the decisions that it reads from the leader. */
export const recording: Stage = {
  name: 'record',
  run: async ({ clock, log, voice }, states) => {
    if (voice?.leads === false) return;
    const at = clock();
    const made = states.flatMap((state) => record(state, at, log));
    await voice?.write(states, made);
  },
};

function record(state: WorkloadState, at: number, log: Log): readonly LoggedDecision[] {
  const made: LoggedDecision[] = [];
  for (const outcome of state.outcomes) {
    const before = state.decisions.findLast((logged) => logged.outcome.policy === outcome.policy)?.outcome;
    if (before !== undefined && summary(before) === summary(outcome)) continue;
    made.push({ at, outcome });
    log({ level: 'info', message: outcome.kind, workload: keyOf(state.settings), ...outcome });
  }
  const all = [...state.decisions, ...made];
  state.earlier = withDropped(state.earlier, all.slice(0, -kept));
  state.decisions = all.slice(-kept);
  return made;
}

function summary(outcome: WorkloadState['outcomes'][number]): string {
  return outcome.kind === 'decision' ? `${outcome.value} ${String(outcome.acts)}` : outcome.because;
}
