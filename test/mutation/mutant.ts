/** A fault that is put into a source file: one piece of text in the place of another. */
export interface Mutant {
  /** From the project's root. */
  readonly file: string;
  /** Where in the file, in characters. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The line without its indentation, and the place in it: they stay when lines above change. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** Stable while its line is: what is known of a mutant is kept by it. */
export function keyOf({ file, place, before, after }: Pick<Mutant, 'file' | 'place' | 'before' | 'after'>): string {
  return `${file} ${place}: ${before} → ${after}`;
}

export function applied({ start, end, after }: Pick<Mutant, 'start' | 'end' | 'after'>, text: string): string {
  return `${text.slice(0, start)}${after}${text.slice(end)}`;
}

/** The text with all of them, none of which overlaps another. */
export function allApplied(mutants: readonly Pick<Mutant, 'start' | 'end' | 'after'>[], text: string): string {
  return [...mutants].sort((one, other) => other.start - one.start).reduce((changed, mutant) => applied(mutant, changed), text);
}

/** Those that can stand in the files at once; of two that overlap the first. */
export function apart(mutants: readonly Mutant[]): readonly Mutant[] {
  return mutants.filter((one, index) => !mutants.slice(0, index).some((other) => other.file === one.file && other.start < one.end && one.start < other.end));
}
