/** Where a person looks next: the panel, the traces and the runbook of an incident's likely cause. */
import { users, type Cause } from './causes';
import type { Incident, IncidentLinks } from './incident';
import type { Symptom } from './symptoms';

/** Addresses without a slash at their end. */
export interface ConsoleLinks {
  readonly grafana: string;
  readonly jaeger: string;
  readonly runbooks: string;
}

/** Dashboards by what is wrong: identifiers of constructs/dashboards. */
const dashboards = { service: 'lyo-service', dependencies: 'lyo-dependencies' } as const;

/** Undefined while no cause is known. @param namespace of the services */
export function incidentLinks({ at, seen, symptoms, causes }: Incident, links: ConsoleLinks, namespace: string): IncidentLinks | undefined {
  const [cause] = causes;
  if (cause === undefined) return undefined;
  const symptom = symptomOf(cause, symptoms);
  const service = symptom?.subject.client ?? (cause.place === users ? symptom?.subject.name : cause.place) ?? cause.place;
  // the map shows all services at once and has nothing to choose
  const dashboard =
    cause.fault === 'answers badly'
      ? `${dashboards.dependencies}?`
      : `${dashboards.service}?var-namespace=${encodeURIComponent(namespace)}&var-workload=${encodeURIComponent(service)}&`;
  // some minutes around it: what was before shows what is different
  const [from, until] = [at - 600, seen + 300].map((moment) => Math.round(moment * 1000));
  return {
    panel: `${links.grafana}/d/${dashboard}from=${from}&to=${until}`,
    traces: `${links.jaeger}/search?service=${encodeURIComponent(service)}&${tracesOf(symptom)}lookback=custom&start=${from ?? 0}000&end=${until ?? 0}000&limit=20`,
    runbook: `${links.runbooks}/${runbookOf(cause, symptom)}`,
  };
}

/** The one that the cause explains and that is furthest from the usual. */
function symptomOf({ place }: Cause, symptoms: readonly Symptom[]): Symptom | undefined {
  return symptoms.find(({ subject }) => subject.name === place) ?? symptoms[0];
}

function tracesOf(symptom: Symptom | undefined): string {
  if (symptom?.of === 'errors' || symptom?.of === 'own errors') return `tags=${encodeURIComponent(JSON.stringify({ error: 'true' }))}&`;
  if (symptom?.of !== 'latency' && symptom?.of !== 'own time') return '';
  return `minDuration=${Math.max(Math.round((1000 * (symptom.value + symptom.usual)) / 2), 1)}ms&`;
}

/** Runbooks of the alerts that say the same, for what is slow and for what fails. */
const runbooks: Readonly<Record<Cause['fault'], readonly [slow: string, failing: string]>> = {
  'answers badly': ['edge-slow.md', 'edge-failing.md'],
  'is slow or fails by itself': ['operation-slow.md', 'operation-failing.md'],
  'does not answer': ['operation-failing.md', 'operation-failing.md'],
  'is short of CPU': ['operation-slow.md', 'operation-slow.md'],
  'holds more and more memory': ['pod-crash-looping.md', 'pod-crash-looping.md'],
  'send more requests': ['signal-at-cap.md', 'signal-at-cap.md'],
  'send fewer requests': ['signal-at-cap.md', 'signal-at-cap.md'],
};

function runbookOf({ fault }: Cause, symptom: Symptom | undefined): string {
  const fails = symptom?.of === 'errors' || symptom?.of === 'own errors';
  return runbooks[fault][fails ? 1 : 0];
}
