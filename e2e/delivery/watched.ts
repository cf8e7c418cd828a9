/** Observes one value until it is stopped. */
import { sleep } from '../waiting/stopwatch';

export interface Watched {
  /** @returns every value that was seen. @throws the error of a failed observation */
  readonly stop: () => Promise<ReadonlySet<string>>;
}

export function watched(look: () => Promise<string>): Watched {
  const state = { over: false };
  const seen = new Set<string>();
  const ended = (async (): Promise<unknown> => {
    try {
      while (!state.over) {
        seen.add(await look());
        await sleep('200ms');
      }
      return undefined;
    } catch (error) {
      // thrown by `stop`, so that it does not hide the error of a scenario that failed elsewhere
      return error;
    }
  })();
  return {
    stop: async () => {
      state.over = true;
      const error = await ended;
      if (error instanceof Error) throw error;
      return seen;
    },
  };
}
