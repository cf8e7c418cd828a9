/** What power losses, disks and people do to a file, played: each takes its bytes and gives others. */
export type Damage = (bytes: Buffer) => Buffer;

/** Of the store below the queue. */
const page = 4096;

export const damages: Readonly<Record<string, Damage>> = {
  'cut off in the middle': (bytes) => bytes.subarray(0, bytes.length / 2),
  'cut off within the first page': (bytes) => bytes.subarray(0, page / 2),
  emptied: () => Buffer.alloc(0),
  'all zeros': (bytes) => Buffer.alloc(bytes.length),
  'zeros behind its two heads': (bytes) => Buffer.concat([bytes.subarray(0, 2 * page), Buffer.alloc(Math.max(0, bytes.length - 2 * page))]),
  'random bytes from end to end': (bytes) => noise(bytes.length, 1),
  'random bytes in both heads': (bytes) => Buffer.concat([noise(2 * page, 2), bytes.subarray(2 * page)]),
  'random bytes behind both heads': (bytes) => Buffer.concat([bytes.subarray(0, 2 * page), noise(Math.max(0, bytes.length - 2 * page), 3)]),
  'the heads of its pages are those of others': (bytes) => {
    const changed = Buffer.from(bytes);
    for (let start = 2 * page; start + 2 * page <= changed.length; start += 2 * page) changed.copy(changed, start, start + page, start + page + 16);
    return changed;
  },
  'another kind of file': () => Buffer.from('not a queue\n'.repeat(4000)),
};

/** Bytes that look like chance and are the same each time (a linear congruential generator, Numerical Recipes). */
function noise(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}
