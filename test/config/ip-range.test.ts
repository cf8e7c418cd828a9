import fc from 'fast-check';
import { addresses, cidrText, ipRange, liesIn, overlaps, prefixFor, type IpRange } from '../../config/ip-range';

const cidrs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => cidrText({ first: address, prefix }));

/** True if both ranges contain a common address, by definition. Checks their borders, where an overlap must begin or end. */
function shareAnAddress(one: IpRange, other: IpRange): boolean {
  const has = (range: IpRange, address: number): boolean => address >= range.first && address < range.first + addresses(range);
  return [one.first, other.first].some((address) => has(one, address) && has(other, address));
}

test('a range begins where its host bits are zero, and its text is parsed to the same range', () => {
  fc.assert(
    fc.property(cidrs, (cidr) => {
      const range = ipRange(cidr);
      expect(range.first % addresses(range)).toBe(0);
      expect(ipRange(cidrText(range))).toEqual(range);
    }),
  );
});

test('two ranges overlap when they share an address, in either order', () => {
  fc.assert(
    fc.property(cidrs, cidrs, (one, other) => {
      const [a, b] = [ipRange(one), ipRange(other)];
      expect(overlaps(a, b)).toBe(shareAnAddress(a, b));
      expect(overlaps(b, a)).toBe(overlaps(a, b));
      // ranges are aligned, so if they overlap, one lies in the other
      expect(overlaps(a, b)).toBe(liesIn(a, b) || liesIn(b, a));
    }),
  );
});

test('the prefix for a number of addresses has enough, and one bit longer has not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 24 }), (count) => {
      const prefix = prefixFor(count);
      expect(addresses({ first: 0, prefix })).toBeGreaterThanOrEqual(count);
      expect(addresses({ first: 0, prefix: prefix + 1 })).toBeLessThan(count);
    }),
  );
});

test('worked values', () => {
  expect(ipRange('10.12.0.9/14')).toEqual({ first: 168_558_592, prefix: 14 });
  expect(cidrText(ipRange('10.15.255.255/14'))).toBe('10.12.0.0/14');
  expect(addresses(ipRange('10.12.0.0/14'))).toBe(262_144);
  expect(prefixFor(256)).toBe(24);
  expect(prefixFor(257)).toBe(23);
  expect(overlaps(ipRange('10.10.0.0/20'), ipRange('10.10.16.0/24'))).toBe(false);
  expect(overlaps(ipRange('10.10.0.0/20'), ipRange('10.10.15.0/24'))).toBe(true);
});
