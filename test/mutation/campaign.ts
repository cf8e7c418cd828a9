/** Chooses which suites run on which mutants, and in which order. */
import { suitesAbout } from './backend-rules';
import type { Verdict } from './journal';
import type { Laboratory } from './laboratory';
import { apart, type Mutant } from './mutant';
import type { Reach } from './reach';

/** Number of nearest suites that run on each mutant alone. */
const near = 3;
/** Suites that start programs of the project. */
const ofPrograms = /^test\/(charts|checks|command-line|delivery|stacks|readme)/;

type Note = (mutant: Mutant, verdict: Verdict, killer?: string) => void;

export class Campaign {
  private readonly fast: readonly string[];
  private readonly programs: readonly string[];
  private readonly known = new Map<string, readonly string[]>();

  /** @param note - called with each verdict */
  public constructor(
    private readonly laboratory: Laboratory,
    private readonly reach: Reach,
    private readonly note: Note,
  ) {
    this.fast = laboratory.testsOf('fast');
    if (this.fast.length === 0) throw new Error('jest must find tests in the copy of the project, received none');
    this.programs = laboratory.testsOf('processes').filter((test) => ofPrograms.test(test));
  }

  /** Runs the suites nearest to its file on each mutant alone. */
  public async nearest(mutants: readonly Mutant[], until: number): Promise<void> {
    for (const mutant of mutants) {
      if (Date.now() >= until) return;
      const killer = await this.laboratory.killerOf(mutant, this.testsOf(mutant).slice(0, near), this.staleFor(mutant));
      this.note(mutant, killer === undefined ? 'lived near' : 'killed', killer);
    }
  }

  /** Runs every suite on all surviving mutants, suites that start programs last. */
  public async everything(mutants: readonly Mutant[], until: number): Promise<void> {
    const living = new Set(apart(mutants));
    for (const test of [...this.fast, ...this.programs]) {
      if (Date.now() >= until) return;
      for (const mutant of await this.killedBy(test, [...living])) {
        living.delete(mutant);
        this.note(mutant, 'killed', test);
      }
    }
    for (const mutant of living) this.note(mutant, 'lived');
  }

  private async killedBy(test: string, living: readonly Mutant[]): Promise<readonly Mutant[]> {
    // a started program loads files that its suite does not import
    const isProgram = this.programs.includes(test);
    if (isProgram && !(await this.laboratory.isSound(test))) return [];
    const loaded = isProgram ? living : living.filter((mutant) => this.testsOf(mutant).includes(test));
    return this.laboratory.killedBy(test, loaded, (mutant) => this.staleFor(mutant));
  }

  private staleFor({ file }: Mutant): readonly string[] {
    return this.reach.dependentsOf(file);
  }

  private testsOf({ file }: Mutant): readonly string[] {
    const about = suitesAbout(file);
    const loading = (): readonly string[] => this.reach.testsOf(file).map(({ test }) => test);
    const tests = this.known.get(file) ?? [...about, ...loading().filter((test) => !about.includes(test))].filter((test) => this.fast.includes(test));
    this.known.set(file, tests);
    return tests;
  }
}
