import { candidates, type Tried } from './tried';

/** What was tried on one part of a load, by policy. */
export type Part = ReadonlyMap<string, readonly Tried[]>;

export const countDominated = (cases: readonly Tried[]): number => cases.filter(({ dominated }) => dominated).length;

export function casesOf(parts: readonly Part[], name: string): readonly Tried[] {
  return parts.flatMap((part) => part.get(name) ?? []);
}

/** Name of the candidate that is dominated in the fewest cases of those parts, and of these the cheapest. */
export function chosen(parts: readonly Part[]): string {
  const scored = candidates.map(({ name }) => {
    const cases = casesOf(parts, name);
    return { name, dominated: countDominated(cases), cost: cases.reduce((sum, { cost }) => sum + cost, 0) };
  });
  const [best] = scored.sort((a, b) => a.dominated - b.dominated || a.cost - b.cost);
  return best?.name ?? '';
}
