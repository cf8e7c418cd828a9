/** Notices what is unusual of services and of the calls between them, and names the likely cause: one incident for what belongs together. */
import { causeText, likelyCauses } from '../incidents/causes';
import type { Change, Incident } from '../incidents/incident';
import { alertOf } from '../incidents/incident-alert';
import { incidentLinks, type ConsoleLinks } from '../incidents/links';
import { symptomText } from '../incidents/symptoms';
import type { WorkloadState } from '../workload-state';
import type { Stage } from './stage';

export const noticing: Stage = {
  name: 'notice',
  run: async ({ incidents, source, clock, log, voice, settings }, states) => {
    if (incidents === undefined) return;
    const now = clock();
    const begun = await incidents.look(source, now, changesOf(states));
    for (const state of states) state.requestTime = incidents.requestTimeOf(state.settings.deployment, now);
    for (const incident of begun) {
      const { id, causes, symptoms } = incident;
      log({ level: 'warning', message: 'an incident began', incident: id, causes: causes.map(causeText), symptoms: symptoms.map(symptomText) });
      const about = workloadOf(incident, states);
      if (about !== undefined) await voice?.announce({ ...about, reason: 'Incident', note: incidentText(incident, settings.links, about.namespace) });
    }
    incidents.incidents = incidents.incidents.map((incident) => withAlert(incident, settings.links, states));
  },
};

function withAlert(incident: Incident, links: ConsoleLinks | undefined, states: readonly WorkloadState[]): Incident {
  if (incident.alert !== undefined || incident.until !== undefined) return incident;
  const alert = alertOf(incident, links, (workloadOf(incident, states) ?? states[0]?.settings)?.namespace ?? '');
  return alert === undefined ? incident : { ...incident, alert };
}

/** What people read first: the likely cause, what is unusual, and where to look. */
function incidentText(incident: Incident, links: ConsoleLinks | undefined, namespace: string): string {
  const { causes, symptoms, changes } = incident;
  const addresses = links === undefined ? undefined : incidentLinks(incident, links, namespace);
  return [
    `Likely cause: ${likelyCauses(causes).join(', or ')}.`,
    `Unusual: ${symptoms.slice(0, 3).map(symptomText).join('; ')}.`,
    ...changes.slice(0, 1).map(({ service, what }) => `Changed before: ${service}, ${what}.`),
    ...Object.entries(addresses ?? {}).map(([title, address]) => `${title}: ${address}`),
  ].join(' ');
}

/** The workload that is the cause, or else one that has a symptom. */
function workloadOf({ causes, symptoms }: Incident, states: readonly WorkloadState[]): { readonly namespace: string; readonly deployment: string } | undefined {
  const places = [causes[0]?.place, ...symptoms.flatMap(({ subject: { name, client } }) => [name, client])];
  for (const place of places) {
    const found = states.find(({ settings: { deployment } }) => deployment === place);
    if (found !== undefined) return { namespace: found.settings.namespace, deployment: found.settings.deployment };
  }
  return undefined;
}

/** What this service changed itself. */
function changesOf(states: readonly WorkloadState[]): readonly Change[] {
  return states.flatMap(({ settings: { deployment: service }, tuning }) => {
    const trial = tuning?.trial === undefined ? [] : [{ at: tuning.trial.at, service, what: `${tuning.trial.policy}: ${JSON.stringify(tuning.trial.after)}` }];
    const ended = (tuning?.finished ?? []).map(({ at, policy, after, outcome }) => ({ at, service, what: `${policy}: ${JSON.stringify(after)}, ${outcome}` }));
    return [...ended, ...trial];
  });
}
