/** Verdicts of mutants, one per line, so that a run continues where another ended. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** `lived near`: the nearest suites pass, and the others have not run yet. */
const verdict = z.enum(['killed', 'lived near', 'lived']);
export type Verdict = z.infer<typeof verdict>;

const line = z.object({ key: z.string(), verdict });

export class Journal {
  private readonly known = new Map<string, Verdict>();

  public constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const { key, verdict: told } = line.parse(JSON.parse(text));
      this.known.set(key, told);
    }
  }

  public of(key: string): Verdict | undefined {
    return this.known.get(key);
  }

  public note(key: string, told: Verdict): void {
    this.known.set(key, told);
    appendFileSync(this.file, `${JSON.stringify({ key, verdict: told })}\n`);
  }
}
