/** Kubernetes quantities (`100m`, `1.5`, `512Mi`, `2e3`) converted to the controller's numbers. */
import { z } from 'zod';

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:(n|u|m|k|M|G|T|P|E)|(Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d{1,3}))?$/;
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** `digits · 10^exponent`, exact. */
interface Amount {
  readonly digits: bigint;
  readonly exponent: number;
}

/** In JSON and YAML a quantity is a string, or a number without a suffix. */
export const quantity = z
  .union([z.string(), z.number()])
  .refine((value) => parsed(value) !== undefined, 'must be a Kubernetes quantity such as "500m", "1.5" or "512Mi"');
export type Quantity = z.infer<typeof quantity>;

function parsed(value: string | number): Amount | undefined {
  const match = pattern.exec(String(value));
  if (match === null) return undefined;
  const part = (index: number): string => match[index] ?? '';
  const [whole, fraction] = [part(2), part(3)];
  if (whole + fraction === '') return undefined;
  const digits = BigInt(`${part(1)}${whole}${fraction}`) << BigInt(binary[part(5)] ?? 0);
  return { digits, exponent: (decimal[part(4)] ?? Number(part(6))) - fraction.length };
}

function amount(value: Quantity): Amount {
  const result = parsed(value);
  if (result === undefined) throw new Error(`must be a Kubernetes quantity, received ${JSON.stringify(value)}`);
  return result;
}

/**
 * Thousandths, rounded up: `0.5m` → 1, `1Ki` → 1024000 (apimachinery pkg/api/resource/quantity.go, `MilliValue`).
 * @throws Error when the text is no quantity
 */
export function milliUnits(value: Quantity): number {
  const { digits, exponent } = amount(value);
  const scale = exponent + 3;
  if (scale >= 0) return Number(digits * 10n ** BigInt(scale));
  const divisor = 10n ** BigInt(-scale);
  const rest = digits % divisor;
  return Number(digits / divisor) + (rest > 0n ? 1 : 0);
}

/**
 * The nearest double that the controller uses: digits times a power of ten (apimachinery pkg/api/resource/quantity.go, `AsApproximateFloat64`).
 * @throws Error when the text is no quantity
 */
export function approximately(value: Quantity): number {
  const { digits, exponent } = amount(value);
  return exponent === 0 ? Number(digits) : Number(digits) * Number(`1e${exponent}`);
}
