/** A service with writers: callers by their tokens, a store in memory, and an application whose pool is too large. */
import { untuned, type TunablesPort, type TunablesRecord } from '../../../optimizer/acting/tunables';
import type { Caller, Callers, WriteVerb } from '../../../optimizer/http/callers';
import { serve, type ListeningServer } from '../../../optimizer/http/server';
import { Interventions, type InterventionStore } from '../../../optimizer/interventions/interventions';
import { nothingSaid, type InterventionRecord } from '../../../optimizer/interventions/record';
import { LiveRecord } from '../../../optimizer/live-record';
import type { LogLine, MetricsAnswer, Told } from '../../../optimizer/ports';
import type { Decision } from '../../../optimizer/policies/policy';
import type { Lesson, WorkloadState } from '../../../optimizer/workload-state';
import { tuned } from '../a-view';
import { noon, playedWorld, validSettings, workloadSettings, type PlayedWorld } from '../played-world';

export const oncall = 'system:serviceaccount:lyo-observability:optimizer-oncall';

export class PlayedWriting {
  public readonly lines: LogLine[] = [];
  public readonly events: Told[] = [];
  /** The stored record, whoever wrote it. */
  public record: InterventionRecord = nothingSaid;
  public revision = 1;
  /** The current failure of the store. */
  public fault: 'unavailable' | 'unreadable' | 'raced' | undefined;
  public callersAway = false;
  public mayDo: (caller: Caller, verb: WriteVerb) => boolean = () => true;
  /** Number of token reviews. */
  public asked = 0;
  public tunables: TunablesRecord = untuned;
  public latency = 0.2;
  public readonly world: PlayedWorld;
  private server: ListeningServer | undefined;
  private readonly interventions: Interventions;

  /** @param lesson of the daily load, learned once for many tests @param kept record of earlier processes */
  public constructor(
    lesson: Lesson | undefined,
    kept: { readonly record?: InterventionRecord; readonly deployments?: readonly string[]; readonly pool?: 'advise' | 'act' } = {},
  ) {
    this.record = kept.record ?? nothingSaid;
    this.interventions = new Interventions(this.store(), (line) => void this.lines.push(line));
    const pool = { mode: kept.pool ?? 'advise', connections: { least: 1, most: 20 } };
    const sizing = { mode: 'advise', cpu: { request: 250, limit: 1000, min: 100, max: 1000 }, memory: { request: 384, limit: 512, min: 128, max: 1024 } };
    const workloads = (kept.deployments ?? ['backend']).map((name) => workloadSettings(name, { tuned: { ...tuned, cache: undefined, pool }, sizing }));
    this.world = playedWorld(validSettings({ workloads }), noon, this.tunablesPort(), this.interventions);
    if (lesson !== undefined)
      for (const state of this.states) Object.assign(state, { lesson: { ...lesson, live: new LiveRecord(lesson.learned.missed) }, triedAt: noon });
    this.world.tampered = (answer, expression) => this.measured(answer, expression);
  }

  public async listen(): Promise<void> {
    const callers: Callers = {
      known: (token) => {
        this.asked += 1;
        if (this.callersAway) return Promise.resolve({ kind: 'unavailable', why: 'away' });
        return Promise.resolve(token === 'good' ? { kind: 'known', caller: { username: oncall } } : { kind: 'nobody', why: 'unknown' });
      },
      may: (caller, verb) => Promise.resolve(this.mayDo(caller, verb) ? { kind: 'allowed' } : { kind: 'denied', why: `${caller.username} may not ${verb}` }),
    };
    const tell = (told: Told): Promise<void> => Promise.resolve(void this.events.push(told));
    const log = (line: LogLine): void => void this.lines.push(line);
    const writing = { callers, interventions: this.interventions, states: () => this.states, clock: () => this.world.now, log, tell };
    const audience = 'lyo-optimizer';
    const view = () => ({ ...this.world.service.view(), interventions: { record: this.interventions.record, audience } });
    this.server = await serve({ host: '127.0.0.1', port: 0, view, writing });
  }

  public async stop(): Promise<void> {
    await this.server?.close();
  }

  public get states(): readonly WorkloadState[] {
    return this.world.service.view().states;
  }

  public get state(): WorkloadState {
    const [first] = this.states;
    if (first === undefined) throw new Error('a workload was expected, received none');
    return first;
  }

  public get url(): string {
    return `http://127.0.0.1:${this.server?.address.port ?? 0}`;
  }

  public async send(path: string, body?: unknown, authorization: string | null = 'Bearer good'): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: authorization === null ? {} : { authorization },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  public async proposal(policy: string): Promise<string> {
    const { proposals } = (await (await fetch(`${this.url}/api/v1/proposals`)).json()) as {
      readonly proposals: readonly { readonly id: string; readonly policy: string }[];
    };
    const found = proposals.find((one) => one.policy === policy);
    if (found === undefined) throw new Error(`a proposal of ${policy} was expected, received ${proposals.map((one) => one.policy).join(', ')}`);
    return found.id;
  }

  public outcome(policy: string): Decision | { readonly kind: 'refusal'; readonly because: string; readonly why: string } | undefined {
    return this.state.outcomes.find((one) => one.policy === policy);
  }

  private store(): InterventionStore {
    return {
      read: () =>
        Promise.resolve(
          this.fault === 'unavailable' || this.fault === 'unreadable'
            ? { kind: this.fault, why: this.fault }
            : { kind: 'record', record: this.record, revision: String(this.revision) },
        ),
      write: (record, revision) => {
        // another writer wrote between read and write
        if (this.fault === 'raced') [this.revision, this.fault] = [this.revision + 1, undefined];
        if (revision !== String(this.revision)) return Promise.resolve({ kind: 'taken', why: 'another version' });
        [this.record, this.revision] = [record, this.revision + 1];
        return Promise.resolve({ kind: 'written' });
      },
    };
  }

  private tunablesPort(): TunablesPort {
    return {
      read: () => Promise.resolve({ kind: 'stored', record: this.tunables, revision: '1' }),
      write: (_, record) => {
        this.tunables = record;
        return Promise.resolve({ kind: 'written' });
      },
    };
  }

  private measured(answer: MetricsAnswer, expression: string): MetricsAnswer {
    const value = this.valueOf(expression);
    if (value === undefined || answer.kind !== 'series') return answer;
    const wobbling = (at: number): number => (expression.includes('latency') ? value * (1 + 0.02 * Math.sin(at / 7)) : value);
    return { ...answer, series: answer.series.map((one) => ({ ...one, samples: one.samples.map(({ at }) => ({ at, value: wobbling(at) })) })) };
  }

  private valueOf(expression: string): number | undefined {
    if (expression.includes('pool_size')) return this.tunables.values.poolSize ?? 10;
    if (expression.includes('pool_in_use')) return 1;
    if (expression.includes('pool_waiting')) return 0;
    return expression.includes('latency') ? this.latency : undefined;
  }
}
