/** Vitals of a simulated shop, as Prometheus answers what the optimizer asks of services and of the calls between them: an hour as usual, and then requests that wait for a connection. */
import { namespaces } from '../../config/names';
import { databaseCallees, firingAlerts, lookBack, vitalQueries } from '../../optimizer/incidents/vital-expressions';
import type { Subject, VitalKind } from '../../optimizer/incidents/vital';

/** Seconds that rates of the telemetry look back, as the settings of the simulated optimizer have them. */
const window = 60;
const queries = vitalQueries([namespaces.backend], lookBack(window));

type Vitals = Partial<Record<VitalKind, number>>;

const shop: readonly (readonly [Subject, Vitals])[] = [
  [{ name: 'backend' }, { requests: 30, latency: 0.08, errors: 0, 'own time': 0.04, 'own errors': 0, CPU: 0.2, memory: 90 }],
  [
    { client: 'backend', name: 'shop' },
    { requests: 20, latency: 0.05, errors: 0 },
  ],
  [
    { client: 'backend', name: 'redis' },
    { requests: 15, latency: 0.001, errors: 0 },
  ],
  [
    { client: 'backend', name: 'prices' },
    { requests: 6, latency: 0.022, errors: 0 },
  ],
  [{ name: 'prices' }, { requests: 6, latency: 0.02, errors: 0, 'own time': 0.02, 'own errors': 0, CPU: 0.05, memory: 80 }],
];

/** Multiples of vitals while requests wait. */
const waiting: Readonly<Record<string, number>> = { 'own time of backend': 5, 'latency of backend': 3 };

export interface PlayedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: (at: number) => number;
}

/** Undefined for a question about something else. @param slowFrom seconds since 1970 */
export function playedVitals(query: string, slowFrom: number): readonly PlayedSeries[] | undefined {
  if (query === firingAlerts) return slowFrom === Infinity ? [] : [{ labels: { alertname: 'OperationSlow', workload: 'backend' }, value: () => 1 }];
  if (query === databaseCallees) return ['shop', 'redis'].map((server) => ({ labels: { server }, value: () => 1 }));
  const asked = queries.find(({ expression }) => expression === query);
  if (asked === undefined) return undefined;
  return shop.flatMap(([subject, vitals]) => {
    const level = vitals[asked.of];
    const labels: Readonly<Record<string, string>> =
      subject.client === undefined ? { service_name: subject.name, container: subject.name } : { client: subject.client, server: subject.name };
    if (level === undefined || asked.subject(labels)?.client !== subject.client || asked.subject(labels) === undefined) return [];
    const times = subject.client === undefined ? (waiting[`${asked.of} of ${subject.name}`] ?? 1) : 1;
    return [{ labels, value: (at: number) => level * (at >= slowFrom ? times : 1) * (1 + 0.02 * Math.sin(at / 7)) }];
  });
}
