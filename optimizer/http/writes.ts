/**
 * Writes of people: freezes, approvals and rejections. The caller is authenticated and authorized before the body is looked at. A change is stored before it is
 * answered; it is logged, and told as an Event of each workload.
 */
import { keyOf } from '../config';
import type { Interventions } from '../interventions/interventions';
import type { Clock, Log, Told } from '../ports';
import { withdraw, type WorkloadState } from '../workload-state';
import { json, type Answer } from './answers';
import { askedChange, type Asked, type AskedChange } from './asked-change';
import type { Caller, Callers } from './callers';
import type { MatchedWrite } from './write-paths';

export interface Writing {
  readonly callers: Callers;
  readonly interventions: Interventions;
  readonly states: () => readonly WorkloadState[];
  readonly clock: Clock;
  readonly log: Log;
  /** Events are for people, and may be missing. */
  readonly tell: (told: Told) => Promise<unknown>;
}

export interface Sent {
  readonly write: MatchedWrite;
  /** Of the header. @default - none */
  readonly authorization: string | undefined;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

const refuse = (status: number, error: string): Answer => json(status, { error });

export async function answerToWrite(writing: Writing, sent: Sent): Promise<Answer> {
  const known = await callerOf(writing, sent.authorization);
  if ('status' in known) return known;
  const asked = askedOf(writing, sent, known.username);
  // callers without the right learn nothing about the body that they sent
  const states = asked.kind === 'change' ? asked.states : writing.states();
  return (await mayNot(writing, known, { verb: sent.write.verb, states })) ?? done(writing, asked, known);
}

async function callerOf({ callers }: Writing, authorization = ''): Promise<Caller | Answer> {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) return refuse(401, 'the header Authorization must be Bearer and a token of a ServiceAccount');
  const known = await callers.known(token);
  if (known.kind === 'nobody') return refuse(401, known.why);
  return known.kind === 'known' ? known.caller : refuse(503, `nobody could be asked whose token it is: ${known.why}`);
}

function askedOf({ states, interventions, clock }: Writing, { write, body }: Sent, by: string): Asked {
  const parsed = write.body.safeParse(body);
  if (parsed.success) return askedChange({ states: states(), record: interventions.record, by, at: clock() }, write, parsed.data);
  return { kind: 'refused', status: 400, why: problemsOf(parsed.error.issues, body) };
}

function problemsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[], body: unknown): string {
  const received = body === undefined ? 'nothing that is JSON' : JSON.stringify(body).slice(0, 120);
  return issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}, received ${received}`).join('; ');
}

/** The answer to those who may not. */
async function mayNot(
  { callers, log }: Writing,
  caller: Caller,
  { verb, states }: Pick<MatchedWrite, 'verb'> & { readonly states: readonly WorkloadState[] },
): Promise<Answer | undefined> {
  for (const place of placesOf(states)) {
    const may = await callers.may(caller, verb, place);
    if (may.kind === 'unavailable') return refuse(503, `nobody could be asked what it may do: ${may.why}`);
    if (may.kind === 'denied') {
      log({ level: 'warning', message: 'a write was refused', verb, by: caller.username, why: may.why });
      return refuse(403, may.why);
    }
  }
  return undefined;
}

/** For one workload its name is checked, for several their namespaces. */
function placesOf(states: readonly WorkloadState[]): readonly { readonly namespace: string; readonly name?: string }[] {
  const [first] = states;
  if (first !== undefined && states.length === 1) return [{ namespace: first.settings.namespace, name: first.settings.deployment }];
  return [...new Set(states.map(({ settings }) => settings.namespace))].map((namespace) => ({ namespace }));
}

async function done(writing: Writing, asked: Asked, { username: by }: Caller): Promise<Answer> {
  if (asked.kind === 'refused') return refuse(asked.status, asked.why);
  const edited = await writing.interventions.change(asked.edit);
  if (edited.kind === 'refused') return refuse(409, asked.otherwise);
  if (edited.kind === 'unavailable') return refuse(503, `it could not be stored: ${edited.why}`);
  if (asked.done === 'frozen') holdBack(writing, asked.states);
  tellOf(writing, asked, by);
  return json(200, { done: asked.done, by, workloads: asked.states.map(({ settings }) => keyOf(settings)) });
}

/** Takes effect at once instead of at the next tick. */
function holdBack({ interventions, clock }: Writing, states: readonly WorkloadState[]): void {
  for (const state of states) {
    state.frozen = interventions.heldBack(state, clock());
    withdraw(state, clock());
  }
}

const events = { frozen: 'Frozen', unfrozen: 'Unfrozen', approved: 'Approved', rejected: 'Rejected' } as const;

function tellOf({ log, tell }: Writing, change: AskedChange, by: string): void {
  const { states, note } = change;
  log({ level: 'info', message: change.done, by, workloads: states.map(({ settings }) => keyOf(settings)), note });
  const told = async (): Promise<void> => {
    for (const { settings } of states)
      await tell({ namespace: settings.namespace, deployment: settings.deployment, reason: events[change.done], note: `${change.done} by ${by}: ${note}` });
  };
  told().catch((error: unknown) =>
    log({ level: 'warning', message: 'an Event could not be written', why: error instanceof Error ? error.message : String(error) }),
  );
}
