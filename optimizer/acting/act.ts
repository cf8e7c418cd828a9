/** One step on the stored tunables: read, decide, write over the revision that was read. What fails is left to the next tick, which reads again. */
import { advance, type Situation, type Step } from './advance';
import type { TunablesPort, TunablesRecord } from './tunables';

export interface Acted {
  /** The state after the step, as far as it is known; undefined where it is not. */
  readonly record?: TunablesRecord;
  readonly step?: Step;
  /** Why nothing was done. */
  readonly held?: string;
}

export async function act(port: TunablesPort, workload: string, situation: Situation): Promise<Acted> {
  const found = await port.read(workload);
  if (found.kind !== 'stored') return { held: `the tunables are ${found.kind === 'foreign' ? 'not written by this service' : 'out of reach'}: ${found.why}` };
  const step = advance(found.record, situation);
  if (step === undefined) return { record: found.record };
  const written = await port.write(workload, step.record, found.revision);
  if (written.kind === 'written') return { record: step.record, step };
  const held = written.kind === 'taken' ? 'somebody else has written them meanwhile' : 'they could not be written, or nobody knows whether they were';
  return { held: `${held}: ${written.why}` };
}
