/**
 * Which of several processes publishes: the one that holds a Lease. Times come from a monotonic clock; the times in the Lease are for people. A holder gives
 * up before another process may take the lease, so there are never two.
 */
import { z } from 'zod';
import type { Leadership, Log } from '../ports';
import { refusalText, type ApiAnswer, type ApiServer } from './api-server';

const lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z
    .object({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      leaseTransitions: z.number().nullish(),
      acquireTime: z.string().nullish(),
    })
    .optional(),
});
type Lease = z.infer<typeof lease>;

export interface LeaseOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly name: string;
  /** No other process has it. */
  readonly identity: string;
  /** Seconds for which it holds without being renewed. */
  readonly duration: number;
  /** Seconds since 1970, for people. */
  readonly clock: () => number;
  /** Seconds of a monotonic clock. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** Called when this process no longer leads. */
  readonly onLost: () => void;
}

/** Share of the duration after which a holder that could not renew gives up. */
const believed = 2 / 3;

export class LeaseHolder implements Leadership {
  private terms = 0;
  /** When the last successful renewal was sent; undefined while another process holds the lease. */
  private renewed: number | undefined;
  /** The lease of another holder as last seen, and since when it is unchanged. */
  private seen: { readonly version: string; readonly since: number } | undefined;

  public constructor(private readonly options: LeaseOptions) {}

  /** Seconds between two steps: a third of the time until the holder gives up, so one lost answer does no harm. */
  public get pace(): number {
    return (this.options.duration * believed) / 4;
  }

  public term(): number | undefined {
    const { elapsed, duration } = this.options;
    return this.renewed !== undefined && elapsed() - this.renewed < duration * believed ? this.terms : undefined;
  }

  /** Renews the lease, takes it when it is free, or only watches it. */
  public async step(): Promise<void> {
    const led = this.renewed !== undefined;
    const began = this.options.elapsed();
    const held = await this.attempt();
    if (held) {
      if (!led) this.began();
      this.renewed = began;
    } else if (held === undefined && this.term() !== undefined) {
      // without an answer nothing changes: the lease is held until it expires
      return;
    } else if (led) this.lost();
  }

  /** Releases the lease, so that the next holder need not wait. */
  public async release(): Promise<void> {
    if (this.renewed === undefined) return;
    this.lost();
    const found = await this.read();
    if (found === undefined || found === 'none' || found.spec?.holderIdentity !== this.options.identity) return;
    await this.write(found, { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1 });
  }

  /** @returns whether this process holds it now; undefined without an answer */
  private async attempt(): Promise<boolean | undefined> {
    const found = await this.read();
    if (found === undefined) return undefined;
    if (found === 'none') return this.make();
    const { spec } = found;
    const mine = spec?.holderIdentity === this.options.identity;
    return mine || this.isOver(found) ? this.write(found, this.ownSpec(spec, mine)) : false;
  }

  private ownSpec(spec: Lease['spec'], mine: boolean): object {
    const { identity, duration } = this.options;
    const now = this.time();
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(duration),
      acquireTime: mine ? (spec?.acquireTime ?? now) : now,
      renewTime: now,
      leaseTransitions: (spec?.leaseTransitions ?? 0) + (mine ? 0 : 1),
    };
  }

  /** The lease of another holder has expired when this process has seen it unchanged for its whole duration, by its own clock. */
  private isOver({ metadata: { resourceVersion }, spec }: Lease): boolean {
    if ((spec?.holderIdentity ?? '') === '') return true;
    const now = this.options.elapsed();
    if (this.seen?.version !== resourceVersion) this.seen = { version: resourceVersion, since: now };
    return now - this.seen.since >= Math.max(spec?.leaseDurationSeconds ?? 0, this.options.duration);
  }

  private async read(): Promise<Lease | 'none' | undefined> {
    const answer = await this.options.api({ method: 'GET', path: this.path });
    if (answer.kind === 'answer' && answer.status === 404) return 'none';
    const parsed = answer.kind === 'answer' && answer.status === 200 ? lease.safeParse(answer.body).data : undefined;
    if (parsed === undefined) this.unanswered(answer);
    return parsed;
  }

  private async make(): Promise<boolean | undefined> {
    const { namespace, name } = this.options;
    const spec = this.ownSpec(undefined, true);
    return this.accepted({
      method: 'POST',
      path: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
      body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec },
    });
  }

  /** Writes over the version that was read: a process that wrote in between has won. */
  private write({ metadata: { resourceVersion } }: Lease, spec: object): Promise<boolean | undefined> {
    const { namespace, name } = this.options;
    const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace, resourceVersion }, spec };
    return this.accepted({ method: 'PUT', path: this.path, body });
  }

  private async accepted(request: Parameters<ApiServer>[0]): Promise<boolean | undefined> {
    const answer = await this.options.api(request);
    const status = answer.kind === 'answer' ? answer.status : 0;
    if (status === 200 || status === 201) return true;
    if (status === 409) return false;
    this.unanswered(answer);
    return undefined;
  }

  private unanswered(answer: ApiAnswer): void {
    const why = answer.kind === 'unavailable' ? answer.why : refusalText(answer);
    this.options.log({ level: 'warning', message: 'the lease could not be read', why });
  }

  private began(): void {
    this.terms += 1;
    this.options.log({ level: 'info', message: 'leads', identity: this.options.identity, term: this.terms });
  }

  private lost(): void {
    this.renewed = undefined;
    this.seen = undefined;
    this.options.log({ level: 'warning', message: 'leads no longer', identity: this.options.identity });
    this.options.onLost();
  }

  private get path(): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${this.options.namespace}/leases/${this.options.name}`;
  }

  /** The time as Kubernetes writes it, with microseconds. */
  private time(): string {
    return new Date(this.options.clock() * 1000).toISOString().replace('Z', '000Z');
  }
}
