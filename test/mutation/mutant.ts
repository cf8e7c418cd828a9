/** A fault in a source file: one piece of text replaced by another. */
export interface Mutant {
  /** Path from the root of the project. */
  readonly file: string;
  /** Position in the file, in characters. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The line without its indentation, and the position in it, which stay the same when lines above change. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** Key of the verdict of a mutant; stable as long as its line is unchanged. */
export function keyOf({ file, place, before, after }: Pick<Mutant, 'file' | 'place' | 'before' | 'after'>): string {
  return `${file} ${place}: ${before} → ${after}`;
}

export function applied({ start, end, after }: Pick<Mutant, 'start' | 'end' | 'after'>, text: string): string {
  return `${text.slice(0, start)}${after}${text.slice(end)}`;
}

/** The text with all mutants applied, which must not overlap. */
export function allApplied(mutants: readonly Pick<Mutant, 'start' | 'end' | 'after'>[], text: string): string {
  return [...mutants].sort((one, other) => other.start - one.start).reduce((changed, mutant) => applied(mutant, changed), text);
}

/** Mutants that can be applied at once; of two that overlap, the first. */
export function apart(mutants: readonly Mutant[]): readonly Mutant[] {
  return mutants.filter((one, index) => !mutants.slice(0, index).some((other) => other.file === one.file && other.start < one.end && one.start < other.end));
}
