/** Reads values in a resource's arguments by path, and formats them for messages. */
import { valueAt } from '../config/record';

/** The items of the list at a path; empty where the value is no list. */
export function itemsAt(value: unknown, path: string): readonly unknown[] {
  const list: unknown = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

/** The strings in the list at a path. */
export function textsAt(value: unknown, path: string): readonly string[] {
  return itemsAt(value, path).filter((item) => typeof item === 'string');
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** `true`, `"REGULAR"`, `["a","b"]`, `not stated`; long values are truncated, because reports have columns. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'not stated';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
