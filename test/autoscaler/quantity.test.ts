import fc from 'fast-check';
import { approximately, milliUnits, quantity } from '../../autoscaler/quantity';

test.each([
  ['1', 1000],
  ['500m', 500],
  ['0.5', 500],
  ['.5', 500],
  ['5.', 5000],
  ['1k', 1_000_000],
  ['1Ki', 1_024_000],
  ['512Mi', 536_870_912_000],
  ['1.5Gi', 1_610_612_736_000],
  ['2e3', 2_000_000],
  ['2E-3', 2],
  ['+7', 7000],
  ['-7', -7000],
  [0.1, 100],
  // less than a thousandth is rounded up to one
  ['1u', 1],
  ['100001u', 101],
])('%s is %d thousandths', (text, milli) => expect(milliUnits(text)).toBe(milli));

test.each(['', 'm', '1mm', '1 m', '0x1', '1K', 'Ki', '--1', '1e', 'NaN', '1,5', ' 1'])('"%s" is no quantity', (text) => {
  expect(quantity.safeParse(text).success).toBe(false);
  expect(() => milliUnits(text)).toThrow('must be a Kubernetes quantity');
});

test('a value reads back the same whatever suffix it is written with', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (milli) => {
      expect(milliUnits(`${milli}m`)).toBe(milli);
      expect(milliUnits(`${milli}000u`)).toBe(milli);
      expect(milliUnits((milli / 1000).toFixed(3))).toBe(milli);
    }),
  );
});

test('a tolerance is the double nearest to its decimal text', () => {
  for (const text of ['0', '0.05', '0.1', '0.125', '0.3', '1']) expect(approximately(text)).toBeCloseTo(Number(text), 15);
  expect(approximately('100m')).toBe(0.1);
});
