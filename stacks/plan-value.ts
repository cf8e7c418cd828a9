/** Values in a plan: keys sorted, absent values left out, secrets replaced by a word. */
import { isRecord } from '../config/record';
import { runtime } from '@pulumi/pulumi';

export const secret = '[secret]';

export function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (!isRecord(value)) return value;
  if (value[runtime.specialSigKey] === runtime.specialSecretSig) return secret;
  return shownProperties(value);
}

export function shownProperties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const present = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([key, value]) => [key, shown(value)] as const).sort(([one], [other]) => (one < other ? -1 : 1)));
}
