/** Numbers as people read them, by unit. */
import type { Unit } from '../../charts/dashboards';

const formats: Readonly<Record<Extract<Unit, string>, (value: number) => string>> = {
  seconds: (value) => (Math.abs(value) < 1 ? `${round(value * 1000)} ms` : `${round(value)} s`),
  share: (value) => `${round(value * 100)} %`,
  bytes,
  'US dollars/h': (value) => `$${value.toFixed(3)}`,
  times: (value) => `${round(value)} ×`,
  bool: (value) => (value >= 1 ? 'yes' : 'no'),
  'requests/s': (value) => `${round(value)}/s`,
  'spans/s': (value) => `${round(value)}/s`,
  cores: short,
  count: short,
};

export function formatted(value: number, unit: Unit): string {
  return typeof unit === 'string' ? formats[unit](value) : `${short(value)} ${unit.suffix}`;
}

function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${round(value / 1024 ** power)} ${units[power] ?? ''}`;
}

function short(value: number): string {
  return Math.abs(value) >= 10_000 ? `${round(value / 1000)}k` : round(value);
}

/** Three digits that matter, without trailing zeros. */
function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
