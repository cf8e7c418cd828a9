/** Arithmetic of IPv4 ranges (RFC 4632): the addresses of a range, and whether two ranges overlap. */

export interface IpRange {
  /** First address as a number, 10.0.0.0 → 167,772,160. */
  readonly first: number;
  /** Leading bits that all addresses share: 16 for a /16, which has 2^(32 - 16) addresses. */
  readonly prefix: number;
}

/** `10.12.0.9/14` → the range that this address lies in, 10.12.0.0/14. The text must already be a valid range. */
export function ipRange(cidr: string): IpRange {
  const [address = '', prefix = ''] = cidr.split('/');
  const written = address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
  const range = { first: written, prefix: Number(prefix) };
  return { ...range, first: written - (written % addresses(range)) };
}

/** 10.12.0.0/14 → 262,144. */
export function addresses({ prefix }: IpRange): number {
  return 2 ** (32 - prefix);
}

export function cidrText({ first, prefix }: IpRange): string {
  return `${addressText(first)}/${prefix}`;
}

/** 167,772,160 → 10.0.0.0. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

/** Two ranges either contain one another or have no address in common. */
export function overlaps(one: IpRange, other: IpRange): boolean {
  return one.first < other.first + addresses(other) && other.first < one.first + addresses(one);
}

export function liesIn(inner: IpRange, outer: IpRange): boolean {
  return inner.prefix >= outer.prefix && overlaps(inner, outer);
}

/** The longest prefix of a range with at least this many addresses: 257 → 23. */
export function prefixFor(count: number): number {
  return 32 - Math.ceil(Math.log2(count));
}
