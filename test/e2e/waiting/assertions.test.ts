import { eventually, holds } from '../../../e2e/waiting/assertions';

const quick = { timeout: '30ms', interval: '1ms' } as const;
const counter = (): (() => Promise<number>) => {
  let count = 0;
  return () => Promise.resolve((count += 1));
};

test('eventually returns the awaited value', async () => {
  await expect(eventually('three', counter(), { ...quick, until: (n) => n === 3 })).resolves.toBe(3);
});

test('an observation that throws is repeated', async () => {
  const next = counter();
  const observe = async (): Promise<number> => {
    const count = await next();
    if (count < 3) throw new Error('nothing there');
    return count;
  };
  await expect(eventually('three', observe, { ...quick, until: () => true })).resolves.toBe(3);
});

test('eventually fails with the description and the last seen value', async () => {
  const observe = (): Promise<object> => Promise.resolve({ ready: 2 });
  await expect(eventually('3 pods are ready', observe, { ...quick, until: () => false })).rejects.toThrow(
    'not within 30 ms: 3 pods are ready; last seen: {"ready":2}',
  );
});

test('eventually fails with the last error', async () => {
  const observe = (): Promise<never> => Promise.reject(new Error('refused'));
  await expect(eventually('an answer', observe, { ...quick, until: () => true })).rejects.toThrow('last seen: refused');
});

test('an absent value is shown as absent', async () => {
  await expect(eventually('a value', () => Promise.resolve(undefined), { ...quick, until: () => false })).rejects.toThrow('last seen: undefined');
});

test('holds passes when nothing changes', async () => {
  await expect(holds('one', () => Promise.resolve(1), { while: (n) => n === 1, for: '10ms', interval: '1ms' })).resolves.toBeUndefined();
});

test('holds fails with the observed value', async () => {
  const options = { while: (n: number) => n < 3, for: '500ms', interval: '1ms' } as const;
  await expect(holds('fewer than three', counter(), options)).rejects.toThrow(/did not hold for 500 ms: fewer than three; after \d+ ms seen: 3/);
});

test('holds fails if the observation throws', async () => {
  const observe = (): Promise<never> => Promise.reject(new Error('refused'));
  await expect(holds('an answer', observe, { while: () => true, for: '10ms' })).rejects.toThrow('seen: refused');
});
