import { mostChanges, type Tried } from './tried';

/** Results on one part of a load, by the name of the policy. */
export type Part = Readonly<Record<string, readonly Tried[]>>;

export function casesOf(parts: readonly Part[], name: string): readonly Tried[] {
  return parts.flatMap((part) => part[name] ?? []);
}

export const countDominated = (cases: readonly Tried[]): number => cases.filter(({ dominated }) => dominated).length;
export const countRestless = (cases: readonly Tried[]): number => cases.filter(({ changes }) => changes > mostChanges).length;
/** Number of cases within the allowed violations at no more cost than the cheapest plain autoscaler within them. */
export const countCheap = (cases: readonly Tried[]): number =>
  cases.filter(({ violations, allowed, cost, plainCost }) => violations <= allowed && cost <= plainCost).length;

export function meanOf(cases: readonly Tried[], of: (one: Tried) => number): number {
  return cases.reduce((sum, one) => sum + of(one), 0) / cases.length;
}

/** The policy with the fewest cases that are dominated or change too often; among equals the one that is most often cheap, then the one with the fewest violations. */
export function chosen(parts: readonly Part[], names: readonly string[]): string {
  const scored = names.map((name) => {
    const cases = casesOf(parts, name);
    return { name, bad: countDominated(cases) + countRestless(cases), cheap: countCheap(cases), violations: meanOf(cases, ({ violations }) => violations) };
  });
  const [best] = scored.sort((a, b) => a.bad - b.bad || b.cheap - a.cheap || a.violations - b.violations);
  return best?.name ?? '';
}
