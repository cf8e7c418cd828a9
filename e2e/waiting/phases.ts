/** Pseudo-random moments that are the same in each run. */
import { randomFrom } from './random';

/** Numbers from 0 up to and without `below`. @param seed a whole number */
export function phases(seed: number, count: number, below: number): readonly number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => random() * below);
}
