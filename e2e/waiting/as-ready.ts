export interface AsReadyOptions<T> {
  /** How many run at the same time. */
  readonly atOnce: number;
  /** Settles when the item can run. An item that rejects runs too, and `run` reports the same error. */
  readonly ready: (item: T) => Promise<unknown>;
  readonly run: (item: T) => Promise<void>;
}

/** Runs every item as soon as it is ready and a place is free; of those that are ready, the first in the list goes first. */
export async function runAsReady<T>(items: readonly T[], { atOnce, ready, run }: AsReadyOptions<T>): Promise<void> {
  const isReady = new Set<T>();
  const waiting = new Map(
    items.map((item) => [
      item,
      ready(item).then(
        () => isReady.add(item),
        () => isReady.add(item),
      ),
    ]),
  );
  const next = async (): Promise<T | undefined> => {
    while (waiting.size > 0) {
      const first = [...waiting.keys()].find((item) => isReady.has(item));
      if (first !== undefined) {
        waiting.delete(first);
        return first;
      }
      await Promise.race(waiting.values());
    }
    return undefined;
  };
  const worker = async (): Promise<void> => {
    for (let item = await next(); item !== undefined; item = await next()) await run(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
