import { runAsReady } from '../../../e2e/waiting/as-ready';

/** Items that become ready, and end, when the test says so. */
function stage(names: readonly string[]): {
  readonly started: string[];
  readonly run: Promise<void>;
  readonly ready: (name: string) => Promise<void>;
  readonly broken: (name: string) => Promise<void>;
  readonly end: (name: string) => Promise<void>;
} {
  const started: string[] = [];
  const gates = new Map(names.map((name) => [name, gate()]));
  const ends = new Map(names.map((name) => [name, gate()]));
  const run = runAsReady(names, {
    atOnce: 2,
    ready: (name) => gates.get(name)!.promise,
    run: (name) => {
      started.push(name);
      return ends.get(name)!.promise;
    },
  });
  const after = async (act: () => void): Promise<void> => {
    act();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    started,
    run,
    ready: (name) => after(() => gates.get(name)!.open()),
    broken: (name) => after(() => gates.get(name)!.fail(new Error('does not compile'))),
    end: (name) => after(() => ends.get(name)!.open()),
  };
}

function gate(): { readonly promise: Promise<void>; readonly open: () => void; readonly fail: (error: Error) => void } {
  let [open, fail] = [(): void => undefined, (_: Error): void => undefined];
  const promise = new Promise<void>((resolve, reject) => ([open, fail] = [resolve, reject]));
  return { promise, open: () => open(), fail: (error) => fail(error) };
}

test('what is ready starts, whatever stands before it', async () => {
  const { started, ready } = stage(['cluster', 'rules', 'workflows']);
  await ready('workflows');
  expect(started).toEqual(['workflows']);
  await ready('cluster');
  expect(started).toEqual(['workflows', 'cluster']);
});

test('of those that are ready the first in the list starts first, and no more than two run', async () => {
  const { started, ready, end } = stage(['a', 'b', 'c', 'd']);
  await ready('d');
  await ready('c');
  await ready('b');
  await ready('a');
  expect(started).toEqual(['d', 'c']);
  await end('c');
  expect(started).toEqual(['d', 'c', 'a']);
  await end('d');
  expect(started).toEqual(['d', 'c', 'a', 'b']);
});

test('it ends when all have run; one that cannot become ready runs too, to tell why', async () => {
  const { started, run, ready, broken, end } = stage(['a', 'b']);
  await broken('b');
  expect(started).toEqual(['b']);
  await ready('a');
  await end('a');
  await end('b');
  await expect(run).resolves.toBeUndefined();
});

test('nothing to run is done at once', async () => {
  await expect(runAsReady([], { atOnce: 2, ready: () => Promise.resolve(), run: () => Promise.resolve() })).resolves.toBeUndefined();
});
