/** Changes of the example's tunables of which it is known beforehand whether they do harm: by formulas of queues and caches, and not by what is measured. */
import type { Tunables } from '../../optimizer/acting/tunables';
import { erlangC } from '../../optimizer/policies/connection-pool';
import { looks, popularity, shopping } from './shoppers';

export interface SeededChange {
  /** What is changed, for people. */
  readonly what: string;
  readonly values: Tunables;
  readonly harmful: boolean;
}

/** What is in force before each change. */
export const usual = { poolSize: 10, cacheTtlSeconds: 12 } as const;

/** Share of the queries that wait for a connection, and of the looks at items that the cache cannot answer. */
export interface Consequences {
  readonly waiting: number;
  readonly missed: number;
}

/** Harm is a third of the queries waiting where none did, or half as many missed looks more; what does no harm changes neither. */
const harm = { waiting: 0.3, missed: 1.5 } as const;
const none = { waiting: 0.01, missed: 1.02 } as const;

/**
 * By Erlang's C formula, and by the misses of a cache of entries that live for T seconds: one of λT + 1 reads at λ reads a second (Jung, Berger and Balakrishnan, "Modeling TTL-based Internet caches", 2003).
 * What an order forgets is left out: it is a few in a hundred.
 */
export function consequencesOf({ poolSize = usual.poolSize, cacheTtlSeconds = usual.cacheTtlSeconds, prewarmKeys = [] }: Tunables): Consequences {
  let missed = 0;
  for (let item = 1; item <= shopping.items; item += 1) {
    const share = popularity(item);
    if (!prewarmKeys.includes(`item:${item}`)) missed += share / (1 + looks * share * cacheTtlSeconds);
  }
  const queries = shopping.rate * shopping.lists + looks * missed;
  return { waiting: erlangC(poolSize, queries * shopping.query), missed };
}

export function isHarmful(values: Tunables): boolean | undefined {
  const [before, after] = [consequencesOf(usual), consequencesOf(values)];
  if (after.waiting >= harm.waiting || after.missed >= harm.missed * before.missed) return true;
  return after.waiting <= none.waiting && after.missed <= none.missed * before.missed ? false : undefined;
}

const between = (random: () => number, least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

type Kind = readonly [what: string, values: (random: () => number) => Tunables];

const harmfulKinds: readonly Kind[] = [
  ['pool too small', (random) => ({ poolSize: between(random, 1, 3) })],
  ['entries die too soon', (random) => ({ cacheTtlSeconds: between(random, 1, 3) })],
  ['both', (random) => ({ poolSize: between(random, 1, 3), cacheTtlSeconds: between(random, 1, 3) })],
];
const harmlessKinds: readonly Kind[] = [
  ['pool of another size', (random) => ({ poolSize: between(random, 8, 40) })],
  ['entries live longer', (random) => ({ cacheTtlSeconds: between(random, 13, 60) })],
  ['keys kept warm', (random) => ({ prewarmKeys: Array.from({ length: between(random, 1, 12) }, (_, index) => `item:${index + 1}`) })],
  ['both', (random) => ({ poolSize: between(random, 8, 40), cacheTtlSeconds: between(random, 13, 60) })],
];

/** In a random order; each does by the formulas what it is meant to. */
export function seededChanges(random: () => number, count: { readonly harmful: number; readonly harmless: number }): readonly SeededChange[] {
  const drawn = (kinds: readonly Kind[], harmful: boolean, index: number): SeededChange => {
    const [what, values] = kinds[index % kinds.length] ?? ['', () => ({})];
    for (;;) {
      const found = { ...usual, ...values(random) };
      if (isHarmful(found) === harmful && JSON.stringify(found) !== JSON.stringify(usual)) return { what, values: found, harmful };
    }
  };
  const all = [
    ...Array.from({ length: count.harmful }, (_, index) => drawn(harmfulKinds, true, index)),
    ...Array.from({ length: count.harmless }, (_, index) => drawn(harmlessKinds, false, index)),
  ];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = between(random, 0, last);
    const [a, b] = [all[last], all[other]];
    if (a !== undefined && b !== undefined) [all[last], all[other]] = [b, a];
  }
  return all;
}
