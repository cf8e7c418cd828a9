/**
 * One run at a time: a Lease that its holder renews. A dead holder stops renewing, and the next run takes over when it has seen the Lease untouched for as long as
 * the Lease says. As in client-go's leader election, clocks of two machines are never compared.
 */
import { readLease, writeLease, type Lease, type Stated, type Written } from './lease';
import type { Cluster } from './place';

export interface LockClock {
  /** Milliseconds since 1970, for people who read the Lease. */
  readonly wall: () => number;
  /** Seconds of a monotonic clock. */
  readonly now: () => number;
  /** Seconds. */
  readonly sleep: (seconds: number) => void;
  readonly say: (line: string) => void;
}

export interface LockOptions {
  /** Unique name of this run, the holder. */
  readonly holder: string;
  /** Seconds for which it is valid without being renewed. */
  readonly duration: number;
  /** Seconds to wait for another holder. */
  readonly patience: number;
}

/** Seconds between two reads of a Lease that another run holds. */
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

  /**
   * Takes one that is free.
   * @param found the Lease as the caller has read it
   * @returns undefined when another run holds it, or has written it since it was read
   */
  public static takeFree(cluster: Cluster, clock: LockClock, options: LockOptions, found: Lease | undefined): Lock | undefined {
    if (found !== undefined && found.spec.holderIdentity !== '') return undefined;
    const taken = obtained(writeLease(cluster, statedNow(clock, options), found));
    return taken === undefined ? undefined : new Lock(cluster, clock, options, taken);
  }

  /** @throws Error when another run still holds it after the wait */
  public static take(cluster: Cluster, clock: LockClock, options: LockOptions): Lock {
    const began = clock.now();
    let seen: Seen | undefined;
    for (;;) {
      const found = readLease(cluster);
      // our own name stands there when the answer to our write was lost
      seen = found?.spec.holderIdentity === options.holder ? undefined : seenNow(found, seen, clock);
      if (found === undefined || seen === undefined || clock.now() - seen.since >= found.spec.leaseDurationSeconds) {
        const taken = obtained(writeLease(cluster, statedNow(clock, options), found));
        if (taken === undefined) continue;
        if (seen !== undefined) clock.say(`took over the lock of ${seen.holder}: not renewed for ${seen.duration} s, last at ${seen.renewed}`);
        return new Lock(cluster, clock, options, taken);
      }
      const waited = Math.round(clock.now() - began);
      if (waited >= options.patience) throw new Error(`${seen.holder} is applying, and still was after ${waited} s of waiting: run again when it has ended`);
      clock.sleep(look);
    }
  }

  /** The cluster, which is read and changed only while the lock is held. */
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

  /** @throws Error when another run has taken over, for example after this one was suspended for too long */
  private renew(): void {
    const since = this.clock.now() - this.renewedAt;
    if (since < this.options.duration / 4) return;
    const renewed = this.written();
    if (renewed.kind === 'written') {
      this.held = renewed.lease;
      this.renewedAt = this.clock.now();
      return;
    }
    // an API server that restarts is no reason to stop while no other run can have taken over
    if (renewed.kind === 'failed' && since < this.options.duration) return;
    if (renewed.kind === 'failed')
      throw new Error(`the lock could not be renewed for ${Math.round(since)} s, and another run may have taken over: ${renewed.why}`);
    throw new Error('the lock is lost: this run was suspended for so long that another one may have taken over; it does nothing more');
  }

  /** A write whose answer was lost is stored, with our name. */
  private written(): Written {
    const written = writeLease(this.cluster, statedNow(this.clock, this.options), this.held);
    const found = written.kind === 'outrun' ? readLease(this.cluster) : undefined;
    return found?.spec.holderIdentity === this.options.holder ? { kind: 'written', lease: found } : written;
  }

  /** A lock that cannot be released expires by itself. */
  public release(): void {
    writeLease(this.cluster, { ...statedNow(this.clock, this.options), holder: '' }, this.held);
  }
}

/** A Lease that another run holds, as it was first seen in this state. */
interface Seen {
  readonly version: string;
  /** Second. */
  readonly since: number;
  readonly holder: string;
  readonly duration: number;
  readonly renewed: string;
}

/** @returns undefined when it is free */
function seenNow(found: Lease | undefined, before: Seen | undefined, { now, say }: LockClock): Seen | undefined {
  if (found === undefined || found.spec.holderIdentity === '') return undefined;
  const { holderIdentity: holder, leaseDurationSeconds: duration, renewTime: renewed } = found.spec;
  const { resourceVersion: version } = found.metadata;
  if (before === undefined) say(`waits for ${holder}, which renewed its lock at ${renewed}`);
  return before?.version === version ? before : { version, since: now(), holder, duration, renewed };
}

function statedNow({ wall }: LockClock, { holder, duration }: LockOptions): Stated {
  return { holder, duration, renewed: wall() };
}

/** @throws Error when the write failed, and no other run wrote either */
function obtained(written: Written): Lease | undefined {
  if (written.kind === 'failed') throw new Error(written.why);
  return written.kind === 'written' ? written.lease : undefined;
}
