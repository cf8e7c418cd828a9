/** What the alert of an incident says. It is written once: an alert whose labels change is another one, and people would be told again. */
import { likelyCauses } from './causes';
import type { Incident, IncidentAlert } from './incident';
import { incidentLinks, type ConsoleLinks } from './links';
import { symptomText } from './symptoms';

/** Undefined until it is seen twice: by then its cause has shown. @param namespace of the services */
export function alertOf(incident: Incident, links: ConsoleLinks | undefined, namespace: string): IncidentAlert | undefined {
  const { at, seen, causes, symptoms, changes } = incident;
  if (seen <= at || causes.length === 0) return undefined;
  return {
    cause: likelyCauses(causes).join(', or '),
    unusual: symptoms.slice(0, 3).map(symptomText).join('; '),
    changed: changes
      .slice(0, 1)
      .map(({ service, what }) => `${service}, ${what}`)
      .join(''),
    ...(links === undefined ? {} : incidentLinks(incident, links, namespace)),
  };
}
