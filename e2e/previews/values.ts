/** Numbers as people read them, by unit. */
import { amountText } from '../../config/google/amount-text';
import type { Unit } from '../../charts/dashboards';

/** @param digits significant digits */
type Format = (value: number, digits: number) => string;

const formats: Readonly<Record<Extract<Unit, string>, Format>> = {
  seconds: (value, digits) => (Math.abs(value) < 1 ? `${round(value * 1000, digits)} ms` : `${round(value, digits)} s`),
  share: (value, digits) => `${round(value * 100, digits)} %`,
  bytes,
  times: (value, digits) => `${round(value, digits)} ×`,
  bool: (value) => (value >= 1 ? 'yes' : 'no'),
  'requests/s': (value, digits) => `${round(value, digits)}/s`,
  'spans/s': (value, digits) => `${round(value, digits)}/s`,
  cores: short,
  count: short,
};

const enough = 3;

export function formatted(value: number, unit: Unit, digits = enough): string {
  if (typeof unit === 'string') return formats[unit](value, digits);
  return 'suffix' in unit ? `${short(value, digits)} ${unit.suffix}` : amountText(unit.currency, round(value, digits));
}

/** Labels of the steps of an axis, with enough digits to be different: 98.85 % and 98.9 % instead of 98.9 % twice. */
export function stepLabels(values: readonly number[], unit: Unit): readonly string[] {
  const labels = (digits: number): readonly string[] => values.map((value) => formatted(value, unit, digits));
  for (let digits = enough; digits < 15; digits++) if (new Set(labels(digits)).size === values.length) return labels(digits);
  return labels(15);
}

function bytes(value: number, digits: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${round(value / 1024 ** power, digits)} ${units[power] ?? ''}`;
}

function short(value: number, digits: number): string {
  return Math.abs(value) >= 10_000 ? `${round(value / 1000, digits)}k` : round(value, digits);
}

/** Rounds to significant digits, without trailing zeros. */
function round(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}
