/** Values inside a resource's arguments, by path, and as people read them. */
import { valueAt } from '../config/record';

/** The items of a list; a value that is no list has none. */
export function itemsAt(value: unknown, path: string): readonly unknown[] {
  const list: unknown = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

/** The texts of a list. */
export function textsAt(value: unknown, path: string): readonly string[] {
  return itemsAt(value, path).filter((item) => typeof item === 'string');
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** `true`, `"REGULAR"`, `["a","b"]`, `not stated`; long values are cut, because a report has columns. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'not stated';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
