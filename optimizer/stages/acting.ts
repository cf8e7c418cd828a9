/** The sixth stage: tunables, one change at a time, watched and undone. */
import { act } from '../acting/act';
import type { Situation } from '../acting/advance';
import { keyOf, type WorkloadSettings } from '../config';
import type { TunablesPort } from '../acting/tunables';
import type { WorkloadState } from '../workload-state';
import type { Stage, World } from './stage';

export const acting: Stage = {
  name: 'act',
  run: async (world, states) => {
    const { tunables, voice } = world;
    // a process that may not publish changes nothing, and a decision that is not stored does not act
    if (tunables === undefined || voice?.silence !== undefined) return;
    for (const state of states) {
      const { tuned } = state.settings;
      if (tuned !== undefined) await tune(state, tuned, tunables, world);
    }
  },
};

async function tune(state: WorkloadState, tuned: NonNullable<WorkloadSettings['tuned']>, port: TunablesPort, { clock, log }: World): Promise<void> {
  const workload = keyOf(state.settings);
  const { record, step, held } = await act(port, workload, situationOf(state, clock(), tuned.watch));
  if (held !== undefined && held !== state.untunable) log({ level: 'warning', message: 'the tunables are left as they are', workload, why: held });
  state.untunable = held;
  if (record !== undefined) state.tuning = record;
  if (step !== undefined) log({ level: step.what === 'rolled back' ? 'warning' : 'info', message: step.what, workload, policy: step.policy, why: step.why });
}

function situationOf({ outcomes, measured, frozen }: WorkloadState, now: number, watch: number): Situation {
  // what is frozen begins nothing; what is being watched is still undone when it does harm
  const decided = frozen === undefined ? outcomes.flatMap((outcome) => (outcome.kind === 'decision' && outcome.acts ? [outcome] : [])) : [];
  const wanted = decided.flatMap(({ policy, tunables }) => (tunables === undefined ? [] : [{ policy, values: tunables }]));
  const revert = decided.find(({ reverts }) => reverts === true)?.reasons.join('; ');
  return { now, wanted, signals: measured.signals, watch, ...(revert === undefined ? {} : { revert }) };
}
