/** A Prometheus and an API server over HTTP, as far as the optimizer uses them, with their failures, and processes of the optimizer beside them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiServer, type ApiServer } from '../../optimizer/adapters/api-server';
import { backingOff } from '../../optimizer/adapters/back-off';
import { decisionStore } from '../../optimizer/adapters/decision-store';
import { LeaseHolder } from '../../optimizer/adapters/lease';
import { prometheusSource } from '../../optimizer/adapters/prometheus';
import { tunablesStore } from '../../optimizer/adapters/tunables-store';
import { LiveRecord } from '../../optimizer/live-record';
import type { DecisionStore, LogLine } from '../../optimizer/ports';
import { Service } from '../../optimizer/service';
import { Voice } from '../../optimizer/voice';
import type { Lesson, WorkloadState } from '../../optimizer/workload-state';
import { daily, noon, validSettings, workloadSettings, type LoadAt } from './played-world';

type Answering = (request: { readonly method: string; readonly url: URL; readonly body: string }, response: ServerResponse) => void;

async function listening(answer: Answering): Promise<{ readonly url: string; readonly close: () => void }> {
  const read = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  };
  const server = createServer((request, response) => {
    void read(request).then(
      (body) => answer({ method: request.method ?? '', url: new URL(request.url ?? '', 'http://server'), body }, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Failures of Prometheus. */
export type PrometheusFault = 'gone' | 'garbage' | 'endless' | 'NaN' | 'stale' | 'partial' | 'twice';
/** Failures of the API server, for all requests or for writes of one kind. */
type ApiFault = 'gone' | 'refusing' | 'hanging';

interface Stored {
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The field manager of its data, and whether it used server-side apply. */
  readonly owner: string;
  readonly applied: boolean;
}

export const [lease, configMap, tuning] = ['leases/optimizer', 'configmaps/optimizer-decisions', 'configmaps/backend-tunables'] as const;

export class PlayedCluster {
  /** Seconds of the machine clock, and of a monotonic one. */
  public wall = noon;
  public elapsed = 1000;
  public load: LoadAt = daily;
  /** The value of an application metric at a time; undefined for other expressions. */
  public measured: (expression: string, at: number) => number | undefined = () => undefined;
  /** Changed settings of the only workload. */
  public workload: Readonly<Record<string, unknown>> = {};
  public prometheusFault: PrometheusFault | undefined;
  public apiFault: ApiFault | undefined;
  /** Called before each request: `drop` ignores it without an answer, `swallow` executes it without an answer. */
  public onRequest: (method: string, path: string) => 'drop' | 'swallow' | undefined = () => undefined;
  /** Timeout of requests to the API server, in seconds. */
  public patience = 10;
  public readonly objects = new Map<string, Stored>();
  public events = 0;
  public readonly lines: LogLine[] = [];
  private versions = 100;
  private servers: { readonly prometheus: string; readonly api: string; readonly close: () => void } | undefined;
  public readonly processes: OptimizerProcess[] = [];
  private readonly credentials = mkdtempSync(join(tmpdir(), 'lyo-credentials-'));

  public async start(): Promise<void> {
    writeFileSync(join(this.credentials, 'token'), 'token\n');
    const prometheus = await listening((request, response) => this.answerQuery(request.body, response, request.url));
    const api = await listening((request, response) => this.answerApi(request, response));
    this.servers = {
      prometheus: prometheus.url,
      api: api.url,
      close: () => {
        prometheus.close();
        api.close();
      },
    };
  }

  public stop(): void {
    this.servers?.close();
  }

  public process(name: string, lesson?: Lesson): OptimizerProcess {
    if (this.servers === undefined) throw new Error('the cluster must be started, received one that is not');
    const made = new OptimizerProcess(this, { ...this.servers, credentials: this.credentials, name, lesson });
    this.processes.push(made);
    return made;
  }

  /** Advances the time of all processes: leases every five seconds, ticks every thirty. Fails if two lead at once. */
  public async run(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 5) {
      this.wall += 5;
      this.elapsed += 5;
      for (const process of this.processes) await process.step();
      const leading = this.processes.filter(({ leads }) => leads);
      if (leading.length > 1) throw new Error(`one process must lead at most, received ${leading.length}`);
      for (const process of this.processes) if ((this.elapsed + process.offset) % 30 === 0) await process.tick();
      for (const process of this.processes) process.check();
    }
  }

  /** The stored decisions of the only workload. @throws Error if they are incomplete */
  public written(): readonly {
    readonly at: number;
    readonly outcome: { readonly kind: string; readonly policy: string; readonly value?: number; readonly because?: string };
  }[] {
    const text = (this.objects.get(configMap)?.body['data'] as Readonly<Record<string, string>> | undefined)?.['decisions.json'];
    if (text === undefined) return [];
    const { workloads } = JSON.parse(text) as { readonly workloads: Readonly<Record<string, { readonly decisions: ReturnType<PlayedCluster['written']> }>> };
    return workloads['lyo-backend/backend']?.decisions ?? [];
  }

  /** Stores an object as another field manager. */
  public put(path: string, body: Readonly<Record<string, unknown>>, owner: string, applied = false): void {
    this.versions += 1;
    this.objects.set(path, { version: this.versions, body, owner, applied });
  }

  private answerQuery(body: string, response: ServerResponse, url: URL): void {
    const asked = new URLSearchParams(body === '' ? url.search : body);
    const { prometheusFault: fault } = this;
    if (fault === 'gone') return void response.destroy();
    if (fault === 'garbage') return void response.end('<html>bad gateway</html>');
    if (fault === 'endless') return endless(response);
    const query = asked.get('query') ?? '';
    const value = (at: number): string => (fault === 'NaN' ? 'NaN' : String(this.measured(query, at) ?? this.load(at)));
    const metric = { namespace: 'lyo-backend', deployment: 'backend' };
    const twice = fault === 'twice' ? [metric, { ...metric, pod: 'b' }] : [metric];
    const warnings = fault === 'partial' ? ['a store is away'] : [];
    if (url.pathname.endsWith('/query')) {
      const at = Number(asked.get('time'));
      const seen = fault === 'stale' ? at - 120 : at - 5;
      const result = twice.map((one) => ({ metric: one, value: [at, String(fault === 'NaN' ? Number.NaN : seen)] }));
      return json(response, 200, { status: 'success', warnings, data: { resultType: 'vector', result } });
    }
    const [from, until, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name))) as [number, number, number];
    const values = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => [from + index * step, value(from + (index - 0.5) * step)]);
    json(response, 200, { status: 'success', warnings, data: { resultType: 'matrix', result: twice.map((one) => ({ metric: one, values })) } });
  }

  private answerApi({ method, url, body }: { readonly method: string; readonly url: URL; readonly body: string }, response: ServerResponse): void {
    const { apiFault: fault } = this;
    if (fault === 'gone') return void response.destroy();
    if (fault === 'refusing') return json(response, 403, { message: 'forbidden' });
    // no answer, until the client gives up
    if (fault === 'hanging') return;
    const path = url.pathname.split('/').slice(-2).join('/');
    const what = this.onRequest(method, path);
    if (what === 'drop') return;
    const { status, object } = this.done(method, path, url, body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>));
    if (what !== 'swallow') json(response, status, object);
  }

  private told({ generateName = '' }: { readonly generateName?: string }): { readonly status: number; readonly object: unknown } {
    if (!/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(`${generateName}x1y2z`)) return { status: 422, object: { message: 'a lowercase RFC 1123 subdomain' } };
    this.events += 1;
    return { status: 201, object: {} };
  }

  private done(method: string, path: string, url: URL, body: Readonly<Record<string, unknown>>): { readonly status: number; readonly object: unknown } {
    if (path.endsWith('/events')) return this.told(body['metadata'] as { readonly generateName?: string });
    const key = method === 'POST' ? `${path.split('/').at(-1) ?? ''}/${(body['metadata'] as { readonly name: string }).name}` : path;
    const stored = this.objects.get(key);
    if (method === 'GET') return stored === undefined ? { status: 404, object: {} } : { status: 200, object: shown(stored) };
    const owner = url.searchParams.get('fieldManager') ?? 'put';
    if (isConflict(stored, method, owner, body)) return { status: 409, object: { message: 'conflict' } };
    this.put(key, body, owner, method === 'PATCH');
    const now = this.objects.get(key);
    return { status: stored === undefined ? 201 : 200, object: now === undefined ? {} : shown(now) };
  }
}

/** The object as the API server returns it, with the field manager of each key. */
function shown({ body, version, owner, applied }: Stored): unknown {
  const fields = Object.fromEntries(Object.keys((body['data'] as object | undefined) ?? {}).map((key) => [`f:${key}`, {}]));
  const managedFields = [{ manager: owner, operation: applied ? 'Apply' : 'Update', fieldsV1: { 'f:data': fields } }];
  return { ...body, metadata: { ...(body['metadata'] as object), resourceVersion: String(version), managedFields } };
}

/** True if a new object exists already, if a changed object has another version, or if its fields belong to another manager. */
function isConflict(stored: Stored | undefined, method: string, owner: string, body: Readonly<Record<string, unknown>>): boolean {
  const { resourceVersion: version } = body['metadata'] as { readonly resourceVersion?: string };
  if (version !== undefined && String(stored?.version) !== version) return true;
  if (stored === undefined) return false;
  return method === 'POST' || (method === 'PATCH' && stored.owner !== owner);
}

function endless(response: ServerResponse): void {
  const more = (): void => {
    if (!response.destroyed && response.write('9'.repeat(64_000))) setImmediate(more);
    else if (!response.destroyed) response.once('drain', more);
  };
  response.write('{"status":"success","data":{"resultType":"vector","result":[');
  more();
}

interface ProcessOptions {
  readonly prometheus: string;
  readonly api: string;
  readonly credentials: string;
  readonly name: string;
  readonly lesson: Lesson | undefined;
}

/** A process as main.ts builds it from its settings, with clocks that tests set. */
export class OptimizerProcess {
  public readonly service: Service;
  public readonly voice: Voice;
  public readonly lease: LeaseHolder;
  public readonly store: DecisionStore;
  /** Delay of its ticks, in seconds. */
  public readonly offset: number;
  /** The stage of the next tick after which it is killed. */
  public killAfter: number | undefined;
  /** Neither renews its lease nor ticks, and serves its last publication forever. */
  public hangs = false;
  public dead = false;
  private stages = 0;

  public constructor(
    private readonly cluster: PlayedCluster,
    { prometheus, api, credentials, name, lesson }: ProcessOptions,
  ) {
    const settings = validSettings({
      prometheus: { url: prometheus, timeout: 10, mostBytes: 1_000_000 },
      workloads: [workloadSettings('backend', cluster.workload)],
    });
    const clock = (): number => cluster.wall;
    const elapsed = (): number => cluster.elapsed;
    const log = (line: LogLine): void => void cluster.lines.push({ ...line, process: name });
    // a busy machine must not look like a hanging server
    const request: ApiServer = (asked) => apiServer({ server: api, credentials, timeout: cluster.apiFault === 'hanging' ? 0.1 : cluster.patience })(asked);
    const namespace = 'lyo-observability';
    this.offset = 5 * cluster.processes.length;
    this.lease = new LeaseHolder({
      api: request,
      namespace,
      name: 'optimizer',
      identity: name,
      duration: 30,
      clock,
      elapsed,
      log,
      onLost: () => this.service.withdraw(),
    });
    this.store = decisionStore({ api: request, namespace, name: 'optimizer-decisions', identity: name, clock });
    this.voice = new Voice({ leadership: this.lease, store: this.store, log });
    const source = backingOff(prometheusSource(settings.prometheus), elapsed);
    this.service = new Service({
      world: { settings, source, clock, log, voice: this.voice, tunables: tunablesStore(request), breathe: () => this.afterStage() },
      elapsed,
    });
    if (lesson !== undefined) Object.assign(this.state, { lesson: { ...lesson, live: new LiveRecord(lesson.learned.missed) }, triedAt: cluster.wall });
  }

  public get state(): WorkloadState {
    const [only] = this.service.view().states;
    if (only === undefined) throw new Error('a workload was expected, received none');
    return only;
  }

  public get leads(): boolean {
    return !this.dead && this.lease.term() !== undefined;
  }

  /** Seconds until its forecast expires; that of a dead process counts too, because it is not revoked. */
  public get inForce(): number {
    const { published } = this.state;
    return published === undefined || published.forecast === 0 ? 0 : Math.max(published.validUntil - this.cluster.wall, 0);
  }

  public async step(): Promise<void> {
    if (this.dead || this.hangs) return;
    await this.lease.step();
  }

  public async tick(): Promise<void> {
    if (this.dead || this.hangs) return;
    this.stages = 0;
    await Promise.race([this.service.tick(), this.killed]);
  }

  /** Like SIGKILL: everything stops, also pending requests. */
  public kill(): void {
    this.dead = true;
    this.bury();
  }

  /** Only stored decisions may act. @throws Error if its publication is not stored */
  public check(): void {
    const { published } = this.state;
    if (this.dead || published === undefined || published.forecast === 0 || this.inForce < 45) return;
    const last = this.cluster.written().findLast(({ outcome }) => outcome.policy === 'replica-forecast');
    if (last?.outcome.value !== published.forecast)
      throw new Error(`what is said must be written down: ${published.forecast}, received ${String(last?.outcome.value)}`);
  }

  private bury: () => void = () => undefined;
  private readonly killed = new Promise<void>((resolve) => {
    this.bury = resolve;
  });

  private afterStage(): Promise<void> {
    this.stages += 1;
    if (this.killAfter === this.stages) this.kill();
    return this.dead ? new Promise(() => undefined) : Promise.resolve();
  }
}
