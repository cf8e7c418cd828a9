/** Incidents as data and as rows of the page. */
import { likelyCauses } from '../incidents/causes';
import type { Incident } from '../incidents/incident';
import { incidentLinks } from '../incidents/links';
import { symptomText } from '../incidents/symptoms';
import type { ServiceView } from './service-view';

/** The newest first. */
export function incidentsOf({ incidents = [], links, states }: ServiceView): readonly object[] {
  const namespace = states[0]?.settings.namespace ?? '';
  return [...incidents].reverse().map(({ alert: _, ...incident }) => ({
    ...incident,
    symptoms: incident.symptoms.map((symptom) => ({ ...symptom, deviations: Math.min(symptom.deviations, 1e6), text: symptomText(symptom) })),
    ...(links === undefined ? {} : { links: incidentLinks(incident, links, namespace) }),
  }));
}

/** Cells as text, and addresses by their title. */
export interface IncidentRow {
  readonly at: number;
  readonly state: string;
  readonly causes: readonly string[];
  readonly unusual: readonly string[];
  readonly links: Readonly<Record<string, string>>;
}

export function incidentRows({ incidents = [], links, states }: ServiceView): readonly IncidentRow[] {
  const namespace = states[0]?.settings.namespace ?? '';
  return incidents
    .slice(-10)
    .reverse()
    .map((incident) => ({
      at: incident.at,
      state: incident.until === undefined ? 'lasts' : `over after ${Math.max(Math.round((incident.until - incident.at) / 60), 1)} min`,
      causes: likelyCauses(incident.causes),
      unusual: [...incident.symptoms.slice(0, 4).map(symptomText), ...happened(incident)],
      links: { ...(links === undefined ? {} : incidentLinks(incident, links, namespace)) },
    }));
}

function happened({ alerts, changes }: Incident): readonly string[] {
  return [
    ...(alerts.length === 0 ? [] : [`alerts: ${alerts.join(', ')}`]),
    ...changes.slice(0, 2).map(({ at, service, what }) => `changed ${new Date(at * 1000).toISOString().slice(11, 16)} UTC: ${service}: ${what}`),
  ];
}
