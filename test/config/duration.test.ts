import fc from 'fast-check';
import { duration, durationOf, durationWithin, longDuration, milliseconds, seconds, wholeSeconds } from '../../config/duration';

const day = 86_400_000;
/** Durations in milliseconds. */
const lengths = fc.integer({ min: 1, max: day });
/** Notations of one duration: as milliseconds, and as seconds with and without trailing zeros. */
const notations = (length: number): readonly string[] => [`${length}ms`, `${length / 1000}s`, `${(length / 1000).toFixed(3)}s`];

test('every notation of a duration is parsed to the same text, without loss', () => {
  fc.assert(
    fc.property(lengths, (length) => {
      const read = [...new Set(notations(length).map((text) => duration.parse(text)))];
      expect(read).toEqual([length % 1000 === 0 ? `${length / 1000}s` : `${length}ms`]);
      for (const text of read) expect([milliseconds(text), seconds(text), durationOf(seconds(text))]).toEqual([length, length / 1000, text]);
    }),
  );
});

test('a parsed duration has no fractions, which Prometheus and Alertmanager could not parse', () => {
  // prometheus/common model.ParseDuration
  const prometheus = /^(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?$/;
  fc.assert(fc.property(lengths, (length) => notations(length).every((text) => prometheus.test(duration.parse(text)))));
});

test.each([
  ['15s', '15s'],
  ['1.5s', '1500ms'],
  ['0.3s', '300ms'],
  ['300ms', '300ms'],
  ['2000ms', '2s'],
  ['2.0s', '2s'],
  ['0.05s', '50ms'],
  ['1.118s', '1118ms'],
])('%s is read as %s', (text, read) => expect(duration.parse(text)).toBe(read));

test('a duration in whole seconds may be written in milliseconds, but not be a fraction of a second', () => {
  const whole = wholeSeconds('Kubernetes');
  expect(whole.parse('40000ms')).toBe('40s');
  for (const text of ['40.5s', '40500ms', '999ms']) expect(whole.safeParse(text).error?.issues[0]?.message).toContain('Kubernetes knows no fractions');
  expect(whole.safeParse('0s').success).toBe(false);
  expect(wholeSeconds('Kubernetes', { least: '0s' }).parse('0s')).toBe('0s');
});

test('both limits are allowed, and named when they are exceeded', () => {
  const limited = durationWithin({ least: '50ms', most: '20s' });
  for (const text of ['50ms', '0.05s', '20s', '20000ms']) expect(limited.safeParse(text).success).toBe(true);
  expect(limited.safeParse('49ms').error?.issues[0]?.message).toBe('must be at least 50ms');
  expect(limited.safeParse('20001ms').error?.issues[0]?.message).toBe('must be at most 20s');
  expect(longDuration.parse('315360000s')).toBe('315360000s');
});

test('any other text or value is refused', () => {
  const grammar = /^(0|[1-9]\d{0,8})(\.\d{1,3})?s$|^(0|[1-9]\d{0,8})ms$/;
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,10}(\.\d{0,4})?(s|ms|m|h|us)?$/), fc.anything()), (value) => {
      if (typeof value === 'string' && grammar.test(value)) return;
      expect(duration.safeParse(value).success).toBe(false);
    }),
  );
  expect(() => milliseconds('soons' as never)).toThrow('must be a duration such as "300ms", "1.5s" or "15s", received "soons"');
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%p seconds are refused with the value', (length) => {
  expect(() => durationOf(length)).toThrow(`received ${length}`);
});
