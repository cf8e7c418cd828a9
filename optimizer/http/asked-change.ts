/** The change that a write asks for, or the reason why it is refused, from its body and the state of the workloads. */
import { restsUntil } from '../acting/advance';
import { keyOf } from '../config';
import type { Edit } from '../interventions/interventions';
import { approved, freezeOf, frozen, rejected, unfrozen, type InterventionRecord } from '../interventions/record';
import { knownProposals, type Proposed } from '../proposals';
import type { WorkloadState } from '../workload-state';
import { answerBody, freezeBody, unfreezeBody, type MatchedWrite } from './write-paths';

export interface AskedChange {
  readonly kind: 'change';
  readonly done: 'frozen' | 'unfrozen' | 'approved' | 'rejected';
  readonly states: readonly WorkloadState[];
  readonly edit: Edit;
  /** Why the edit does nothing, where it does. */
  readonly otherwise: string;
  readonly note: string;
}
export type Asked = AskedChange | { readonly kind: 'refused'; readonly status: number; readonly why: string };

const refused = (status: number, why: string): Asked => ({ kind: 'refused', status, why });

export interface AskedBy {
  readonly states: readonly WorkloadState[];
  readonly record: InterventionRecord;
  /** Who asks. */
  readonly by: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** @param body as the schema of the path reads it */
export function askedChange(asked: AskedBy, { verb, id }: MatchedWrite, body: unknown): Asked {
  if (id !== undefined) return answered(asked, { id, approves: verb === 'approve', reason: answerBody.parse(body).reason });
  return verb === 'freeze' ? freezing(asked, freezeBody.parse(body)) : unfreezing(asked, unfreezeBody.parse(body));
}

const reasoned = (reason: string | undefined): { readonly reason?: string } => (reason === undefined ? {} : { reason });
const after = (text: string, reason: string | undefined): string => (reason === undefined ? text : `${text}: ${reason}`);
const scopeName = (workload: string | undefined): string => workload ?? 'every workload';

function inScope({ states }: AskedBy, workload: string | undefined): readonly WorkloadState[] {
  return states.filter(({ settings }) => workload === undefined || keyOf(settings) === workload);
}

function unknownWorkload({ states }: AskedBy, workload = ''): Asked {
  return refused(404, `workload: must be one of ${states.map(({ settings }) => keyOf(settings)).join(', ')}, received ${workload}`);
}

function freezing(asked: AskedBy, { workload, until: end, reason }: ReturnType<typeof freezeBody.parse>): Asked {
  const { by, at } = asked;
  const states = inScope(asked, workload);
  if (states.length === 0) return unknownWorkload(asked, workload);
  const until = end === undefined ? undefined : Date.parse(end) / 1000;
  if (until !== undefined && until <= at) return refused(400, `until: must be in the future, received ${end ?? ''}`);
  const freeze = { by, at, ...reasoned(reason), ...(workload === undefined ? {} : { workload }), ...(until === undefined ? {} : { until }) };
  const note = after(scopeName(workload), reason);
  const told = end === undefined ? note : `${note} (until ${end})`;
  return { kind: 'change', done: 'frozen', states, edit: (record) => frozen(record, freeze), otherwise: '', note: told };
}

function unfreezing(asked: AskedBy, { workload, reason }: ReturnType<typeof unfreezeBody.parse>): Asked {
  const states = inScope(asked, workload);
  if (states.length === 0) return unknownWorkload(asked, workload);
  const name = scopeName(workload);
  const otherwise = `${name} is not frozen by itself: freezes of all workloads, and of the configuration, are others`;
  return { kind: 'change', done: 'unfrozen', states, edit: (record) => unfrozen(record, workload, asked.at), otherwise, note: after(name, reason) };
}

interface Answered {
  readonly id: string;
  readonly approves: boolean;
  readonly reason: string | undefined;
}

function answered(asked: AskedBy, { id, approves, reason }: Answered): Asked {
  const found = knownProposals(asked.states).find((one) => one.id === id);
  if (found === undefined) return refused(404, `no proposal ${id} waits: another value is another proposal`);
  const { state, decision } = found;
  const { policy, value, tunables, sizing } = decision;
  const said = { by: asked.by, at: asked.at, ...reasoned(reason), workload: keyOf(state.settings), policy, proposal: id, value };
  const change = { kind: 'change', states: [state], otherwise: '', note: after(`${policy} ${JSON.stringify(tunables ?? sizing)}`, reason) } as const;
  if (!approves) return { ...change, done: 'rejected', edit: (record) => rejected(record, said) };
  if (tunables === undefined) return refused(409, `${policy} restarts every pod: it becomes a pull request by npm run recommend`);
  const hindrance = hindranceOf(asked, found);
  return hindrance === undefined ? { ...change, done: 'approved', edit: (record) => approved(record, { ...said, tunables }) } : refused(409, hindrance);
}

/** The reason why an approval would have no effect. */
function hindranceOf({ record, at }: AskedBy, { state, decision: { policy } }: Proposed): string | undefined {
  const workload = keyOf(state.settings);
  if (freezeOf(record, workload, at) !== undefined) return `${workload} is frozen: end the freeze first`;
  // what it was proposed for may be long over
  if (state.blind !== undefined) return `${workload} is not measured now: ${state.blind}`;
  if (state.untunable !== undefined) return `nothing of it can be changed now: ${state.untunable}`;
  const rests = state.tuning === undefined ? undefined : restsUntil(state.tuning, policy, at);
  return rests === undefined ? undefined : `the last change of ${policy} did harm: it rests until ${new Date(rests * 1000).toISOString()}`;
}
