/** Several files and folders that change together: all of them are new, or all of them are as they were. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export class Replacement {
  /** What was replaced, in that order; `previous` where there was something. */
  private readonly done: { readonly target: string; readonly previous: string | undefined }[] = [];

  /** @param aside - an empty folder on the same file system, for the old files */
  public constructor(private readonly aside: string) {}

  /** Puts `finished` in the place of `target`, by renames alone: they take no room on the disk. */
  public replace(target: string, finished: string): void {
    const previous = existsSync(target) ? join(this.aside, `${this.done.length}-${basename(target)}`) : undefined;
    for (const folder of [this.aside, dirname(target)]) mkdirSync(folder, { recursive: true });
    if (previous !== undefined) renameSync(target, previous);
    // noted between both, so that undoing finds the old one wherever the second ends
    this.done.push({ target, previous });
    renameSync(finished, target);
  }

  /** Restores the old files; the new ones are in `aside` afterwards. */
  public undo(): void {
    for (const [index, { target, previous }] of [...this.done.entries()].reverse()) {
      if (existsSync(target)) renameSync(target, join(this.aside, `${index}-refused`));
      if (previous !== undefined) renameSync(previous, target);
    }
    this.done.length = 0;
  }
}
