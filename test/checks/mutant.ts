import type { Draft } from './draft';

/** One small way in which clean manifests can be broken. */
export interface Mutant {
  /** The check that must catch it. */
  readonly check: string;
  /** What was done, as a sentence. */
  readonly name: string;
  /** The object that the message must name: `Kind namespace/name`. */
  readonly object: string;
  /** Whether the mutant is older than its check: a mutant made afterwards may only show what the check already does. */
  readonly written: 'before' | 'after';
  readonly change: (draft: Draft) => unknown;
  /** Whose manifests are broken. @default 'dev' */
  readonly environment?: string;
}

/** Mutants of one check, in the order: object that is named, sentence, change. */
type Rows = readonly (readonly [object: string, name: string, change: (draft: Draft) => unknown])[];

/** Written before the check. */
export function before(check: string, rows: Rows): readonly Mutant[] {
  return rows.map(([object, name, change]) => ({ check, name, object, change, written: 'before' }));
}

/** Written after the check, where reading it suggested a way around it. */
export function after(check: string, rows: Rows): readonly Mutant[] {
  return rows.map(([object, name, change]) => ({ check, name, object, change, written: 'after' }));
}

/** The same mutants of another environment's manifests. */
export function inEnvironment(environment: string, mutants: readonly Mutant[]): readonly Mutant[] {
  return mutants.map((mutant) => ({ ...mutant, environment }));
}
