/** A fault that is put into a source file: one piece of text in the place of another. */
export interface Mutant {
  /** From the project's root. */
  readonly file: string;
  /** Where in the file, in characters. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Stable while the file is: what is known of a mutant is kept by it. */
export function keyOf({ file, start, before, after }: Mutant): string {
  return `${file}:${start} ${before} → ${after}`;
}

export function applied({ start, end, after }: Pick<Mutant, 'start' | 'end' | 'after'>, text: string): string {
  return `${text.slice(0, start)}${after}${text.slice(end)}`;
}
