/** What is measured of services and of the calls between them, so that a fault of one shows and its effects on others are known as such. */
import type { Sample } from '../timeseries/series';

/** `own time` and `own errors` are what is left without the waiting for others and without their failures. */
export const vitalKinds = ['requests', 'latency', 'errors', 'own time', 'own errors', 'CPU', 'memory'] as const;
export type VitalKind = (typeof vitalKinds)[number];

/** A service; or with a `client`, its calls to that service, database or cache. */
export interface Subject {
  readonly name: string;
  readonly client?: string;
}

export interface Vital {
  readonly subject: Subject;
  readonly of: VitalKind;
  /** On a grid, the newest last. Requests a second, seconds, shares, cores, MiB. */
  readonly samples: readonly Sample[];
}

/** `backend`, or `backend → redis`. */
export function subjectText({ name, client }: Subject): string {
  return client === undefined ? name : `${client} → ${name}`;
}

export function vitalKey({ subject, of }: Pick<Vital, 'subject' | 'of'>): string {
  return `${of} of ${subjectText(subject)}`;
}
