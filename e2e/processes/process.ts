import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type Duration, milliseconds } from '../../config/duration';
import { Stopwatch, formatDuration, sleep } from '../waiting/stopwatch';
import { patient } from '../waiting/patience';
import { logTail } from './log-tail';
import { type Probe, probeFailure } from './probe';
import { forget, reap, signalGroup } from './reaper';

/** A process that was ready once. */
export interface Running {
  readonly name: string;
  /** Where it answers HTTP, without a path. */
  readonly url: string;
  readonly logFile: string;
  /** Of the process itself; `undefined` while it does not run. */
  readonly pid: number | undefined;
  /** How it ended unexpectedly, for example `code 1`; `undefined` if it did not. */
  readonly crash: string | undefined;
  /** SIGTERM, and SIGKILL when it takes longer than the grace period. */
  stop(): Promise<void>;
  /** SIGKILL: the process gets no chance to finish anything. */
  kill(): Promise<void>;
  /** Starts it again with the same arguments, ports and files, stopping it before when it runs. Resolves when ready. */
  restart(): Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to PATH, the only variable a process inherits: a run must not depend on the caller's settings. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** @default - the caller's */
  readonly workingFolder?: string;
  /** How long it may take to end after SIGTERM. @default 5 s */
  readonly gracePeriod?: Duration;
  /** Where it will answer HTTP, without a path; or `tcp://host:port` for one that speaks something else. */
  readonly url: string;
  /** Path that answers with a 2xx status as soon as the process can be used. */
  readonly readyPath: string;
  /** PEM file of the authority that signed its certificate. @default - for plain HTTP, none */
  readonly caFile?: string;
  /** Time limit on an idle machine; it is extended with the machine's load. @default 60 s */
  readonly readyWithin?: Duration;
}

const GRACE_PERIOD = '5s';
const PROBE_INTERVAL = '50ms';

/** A process in its own process group, so that its children end with it. */
export class ManagedProcess implements Running {
  readonly name: string;
  readonly url: string;
  readonly logFile: string;
  crash: string | undefined;
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private endIsWanted = false;

  constructor(private readonly options: ProcessOptions) {
    this.name = options.name;
    this.url = options.url;
    this.logFile = options.logFile;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the probe succeeds; rejects with the end of the log when it does not in time. */
  async start(): Promise<void> {
    this.spawn();
    try {
      await this.becomeReady();
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await Promise.race([this.ended, sleepUnreferenced(this.options.gracePeriod ?? GRACE_PERIOD)]);
    await this.kill();
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private signal(signal: NodeJS.Signals): void {
    this.endIsWanted = true;
    if (this.child?.pid !== undefined) signalGroup(this.child.pid, signal);
  }

  private spawn(): void {
    const log = openSync(this.logFile, 'a');
    const child = spawn(this.options.command, this.options.args, {
      detached: true,
      ...(this.options.workingFolder === undefined ? {} : { cwd: this.options.workingFolder }),
      env: { PATH: process.env['PATH'], ...this.options.environment },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    this.crash = undefined;
    this.endIsWanted = false;
    this.ended = new Promise((resolve) => {
      const end = (how: string): void => {
        if (child.pid !== undefined) forget(child.pid);
        if (!this.endIsWanted) this.crash = how;
        this.child = undefined;
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `code ${code}`));
    });
    if (child.pid !== undefined) reap(child.pid);
  }

  private async becomeReady(): Promise<void> {
    const limit = this.options.readyWithin ?? '60s';
    const probe: Probe = { url: `${this.url}${this.options.readyPath}`, caFile: this.options.caFile };
    const stopwatch = new Stopwatch();
    for (;;) {
      const failure = await probeFailure(probe);
      if (this.child === undefined) throw await this.failure(`ended with ${this.crash ?? 'a signal'} before it was ready`);
      if (failure === undefined) return;
      if (milliseconds(stopwatch.elapsed()) > milliseconds(patient(limit))) {
        throw await this.failure(`was not ready within ${formatDuration(limit)}: ${probe.url}: ${failure}`);
      }
      await sleep(PROBE_INTERVAL);
    }
  }

  private async failure(what: string): Promise<Error> {
    return new Error(`${this.name} ${what}\nlog: ${this.logFile}\n${await logTail(this.logFile)}`);
  }
}

/** A timer that does not keep the program alive for the rest of a grace period. */
function sleepUnreferenced(duration: Duration): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds(duration)).unref());
}
