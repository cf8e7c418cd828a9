import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ManagedProcess, type ProcessOptions, type Running } from './process';

/** The processes of one scenario: they share a folder and end together. */
export class ProcessGroup {
  private readonly started: ManagedProcess[] = [];
  private readonly scratchFolders: string[] = [];
  private stopped = false;

  /** @param folder where every process has its log, `<name>.log`; must exist */
  constructor(readonly folder: string) {}

  /** Starts a process and resolves when it is ready. Its log is `<name>.log`; a second one of that name gets `<name>-2.log`. */
  async start(options: Omit<ProcessOptions, 'logFile'>): Promise<Running> {
    if (this.stopped) throw new Error(`cannot start ${options.name}: the processes of ${this.folder} have been stopped`);
    const managed = new ManagedProcess({ ...options, logFile: this.unusedPath(options.name, '.log') });
    // On the list before it is ready: when another start fails meanwhile, stop() must end this one too.
    this.started.push(managed);
    await managed.start();
    return managed;
  }

  /** Makes a folder for data and credentials that nobody needs once the processes have ended. */
  scratchFolder(name: string): string {
    const path = this.unusedPath(name);
    mkdirSync(path, { mode: 0o700 });
    this.scratchFolders.push(path);
    return path;
  }

  /** Processes that ended unexpectedly, each with its exit code or signal. */
  crashes(): readonly string[] {
    return this.started.flatMap(({ name, crash }) => (crash === undefined ? [] : [`${name} ended with ${crash}`]));
  }

  /**
   * Ends all at once and without grace: a draining API server waits for watches that its clients never close, and
   * nothing they would still write is kept.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.started.map((running) => running.kill()));
    await Promise.all(this.scratchFolders.map((path) => rm(path, { recursive: true, force: true })));
  }

  private unusedPath(name: string, extension = ''): string {
    const path = (suffix: string): string => join(this.folder, `${name}${suffix}${extension}`);
    let number = 1;
    while (existsSync(path(number === 1 ? '' : `-${number}`))) number += 1;
    return path(number === 1 ? '' : `-${number}`);
  }
}
