/**
 * One run at a time: a Lease that its holder renews. A dead holder stops renewing, and the next run takes over when it has seen the Lease untouched for as long as
 * the Lease says; as in client-go's leader election, nobody's clock is compared with anybody else's.
 */
import { z } from 'zod';
import { deliveryNamespace, type Cluster } from './place';

export interface LockClock {
  /** Milliseconds since 1970, for people who read the Lease. */
  readonly wall: () => number;
  /** Seconds since some moment, never set back. */
  readonly now: () => number;
  /** Seconds. */
  readonly sleep: (seconds: number) => void;
  readonly say: (line: string) => void;
}

export interface LockOptions {
  /** Who holds it, unlike any other run. */
  readonly holder: string;
  /** Seconds for which it stands without being renewed. */
  readonly duration: number;
  /** Seconds to wait for another holder. */
  readonly patience: number;
}

const lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({
    holderIdentity: z.string().default(''),
    leaseDurationSeconds: z.int().default(0),
    renewTime: z.string().default('never'),
    leaseTransitions: z.int().default(0),
  }),
});
type Lease = z.infer<typeof lease>;

const name = 'apply';
/** Seconds between two looks at a Lease that somebody else holds. */
const look = 2;

export class Lock {
  private renewedAt: number;

  private constructor(
    private readonly cluster: Cluster,
    private readonly clock: LockClock,
    private readonly options: LockOptions,
    private held: Lease,
  ) {
    this.renewedAt = clock.now();
  }

  /** @throws Error when another run still holds it after all patience */
  public static take(cluster: Cluster, clock: LockClock, options: LockOptions): Lock {
    const began = clock.now();
    let seen: { readonly version: string; readonly since: number } | undefined;
    for (;;) {
      const found = read(cluster);
      if (found === undefined || found.spec.holderIdentity === '') {
        const taken = obtained(write(cluster, clock, options, found));
        if (taken !== undefined) return new Lock(cluster, clock, options, taken);
        continue;
      }
      const { holderIdentity, leaseDurationSeconds, renewTime } = found.spec;
      const { resourceVersion: version } = found.metadata;
      const now = clock.now();
      if (seen === undefined) clock.say(`waits for ${holderIdentity}, which renewed its lock at ${renewTime}`);
      if (seen?.version !== version) seen = { version, since: now };
      if (now - seen.since >= leaseDurationSeconds) {
        const taken = obtained(write(cluster, clock, options, found));
        if (taken !== undefined) {
          clock.say(`took the lock of ${holderIdentity} over: not renewed for ${leaseDurationSeconds} s, last at ${renewTime}`);
          return new Lock(cluster, clock, options, taken);
        }
      }
      if (now - began >= options.patience)
        throw new Error(`${holderIdentity} is applying since before ${Math.round(now - began)} s: run again when it has ended`);
      clock.sleep(look);
    }
  }

  /** The cluster, to be asked and changed only as long as the lock is held. */
  public guarded(): Cluster {
    return {
      try: (args, input) => {
        this.renew();
        return this.cluster.try(args, input);
      },
      run: (args, input) => {
        this.renew();
        return this.cluster.run(args, input);
      },
    };
  }

  /** @throws Error when another run has taken over, as after this one stood still for too long */
  private renew(): void {
    const since = this.clock.now() - this.renewedAt;
    if (since < this.options.duration / 4) return;
    const renewed = write(this.cluster, this.clock, this.options, this.held);
    if (renewed.kind === 'written') {
      this.held = renewed.lease;
      this.renewedAt = this.clock.now();
      return;
    }
    // an API server that restarts is no reason to stop as long as nobody else can have taken over
    if (renewed.kind === 'failed' && since < this.options.duration) return;
    throw new Error('the lock is lost: this run stood still for so long that another one may have taken over, and does nothing more');
  }

  /** A lock that cannot be given back ends by itself. */
  public release(): void {
    write(this.cluster, this.clock, { ...this.options, holder: '' }, this.held);
  }
}

function read(cluster: Cluster): Lease | undefined {
  const found = cluster.run(['get', 'lease', name, `--namespace=${deliveryNamespace}`, '--ignore-not-found', '--output=json']);
  return found.trim() === '' ? undefined : lease.parse(JSON.parse(found));
}

type Written = { readonly kind: 'written'; readonly lease: Lease } | { readonly kind: 'outrun' } | { readonly kind: 'failed'; readonly why: string };

/** `outrun` when somebody else wrote since `before` was read. */
function write(cluster: Cluster, { wall }: LockClock, { holder, duration }: LockOptions, before: Lease | undefined): Written {
  const transitions = before === undefined ? 0 : before.spec.leaseTransitions + (before.spec.holderIdentity === holder ? 0 : 1);
  const object = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: deliveryNamespace, ...(before === undefined ? {} : { resourceVersion: before.metadata.resourceVersion }) },
    // a Lease has microseconds
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: duration,
      renewTime: new Date(wall()).toISOString().replace('Z', '000Z'),
      leaseTransitions: transitions,
    },
  };
  const written = cluster.try([before === undefined ? 'create' : 'replace', '-f', '-', '--output=json'], JSON.stringify(object));
  if (written.ok) return { kind: 'written', lease: lease.parse(JSON.parse(written.output)) };
  return /AlreadyExists|already exists|Conflict|has been modified/.test(written.why) ? { kind: 'outrun' } : { kind: 'failed', why: written.why };
}

/** @throws Error when nothing was written, and nobody else did either */
function obtained(written: Written): Lease | undefined {
  if (written.kind === 'failed') throw new Error(written.why);
  return written.kind === 'written' ? written.lease : undefined;
}
