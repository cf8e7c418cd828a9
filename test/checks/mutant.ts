import type { Draft } from './draft';

/** One small change that breaks clean manifests. */
export interface Mutant {
  /** The check that must catch it. */
  readonly check: string;
  /** The change, as a sentence. */
  readonly name: string;
  /** The object that the message must name: `Kind namespace/name`. */
  readonly object: string;
  /** Whether the mutant was written before or after its check: one written afterwards may only show what the check already does. */
  readonly written: 'before' | 'after';
  readonly change: (draft: Draft) => unknown;
  /** Environment whose manifests are broken. @default 'dev' */
  readonly environment?: string;
}

/** Mutants of one check: object that the message must name, sentence, change. */
type Rows = readonly (readonly [object: string, name: string, change: (draft: Draft) => unknown])[];

/** Mutants written before the check. */
export function before(check: string, rows: Rows): readonly Mutant[] {
  return rows.map(([object, name, change]) => ({ check, name, object, change, written: 'before' }));
}

/** Mutants written after the check, because its code suggested a gap. */
export function after(check: string, rows: Rows): readonly Mutant[] {
  return rows.map(([object, name, change]) => ({ check, name, object, change, written: 'after' }));
}

/** The same mutants of another environment's manifests. */
export function inEnvironment(environment: string, mutants: readonly Mutant[]): readonly Mutant[] {
  return mutants.map((mutant) => ({ ...mutant, environment }));
}
