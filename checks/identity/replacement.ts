/** Replaces several files and folders together: either all are new, or all are as before. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export class Replacement {
  /** Replaced paths in order; `previous` is the place of the old file, if there was one. */
  private readonly done: { readonly target: string; readonly previous: string | undefined }[] = [];

  /** @param aside - an empty folder on the same file system, for the old files */
  public constructor(private readonly aside: string) {}

  /** Puts `finished` in the place of `target`. It only renames, so it cannot fail for want of disk space. */
  public replace(target: string, finished: string): void {
    const previous = existsSync(target) ? join(this.aside, `${this.done.length}-${basename(target)}`) : undefined;
    for (const folder of [this.aside, dirname(target)]) mkdirSync(folder, { recursive: true });
    if (previous !== undefined) renameSync(target, previous);
    // recorded between the two renames, so that `undo` finds the old file even if the second rename fails
    this.done.push({ target, previous });
    renameSync(finished, target);
  }

  /** Restores the old files; the new ones are then in `aside`. */
  public undo(): void {
    for (const [index, { target, previous }] of [...this.done.entries()].reverse()) {
      if (existsSync(target)) renameSync(target, join(this.aside, `${index}-refused`));
      if (previous !== undefined) renameSync(previous, target);
    }
    this.done.length = 0;
  }
}
