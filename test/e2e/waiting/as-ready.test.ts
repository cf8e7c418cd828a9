import { runAsReady } from '../../../e2e/waiting/as-ready';

/** Items that the test makes ready and finishes. */
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

test('a ready item starts, even if items before it are not ready', async () => {
  const { started, ready } = stage(['cluster', 'rules', 'workflows']);
  await ready('workflows');
  expect(started).toEqual(['workflows']);
  await ready('cluster');
  expect(started).toEqual(['workflows', 'cluster']);
});

test('ready items start in the order of the list, at most two at a time', async () => {
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

test('it ends when all items have run; an item that cannot become ready runs too, to report why', async () => {
  const { started, run, ready, broken, end } = stage(['a', 'b']);
  await broken('b');
  expect(started).toEqual(['b']);
  await ready('a');
  await end('a');
  await end('b');
  await expect(run).resolves.toBeUndefined();
});

test('an empty list is done at once', async () => {
  await expect(runAsReady([], { atOnce: 2, ready: () => Promise.resolve(), run: () => Promise.resolve() })).resolves.toBeUndefined();
});
