/** What the HTTP API answers to those who read, as data; nothing here writes. */
import { approvalState } from '../interventions/intervened';
import { exposition } from '../metrics';
import { proposalsOf } from '../proposals';
import { daysLeft } from '../outlook/reached';
import { impactSamples } from '../impact-samples';
import { incidentSamples, samplesAhead, samplesOf } from '../samples';
import type { LoggedDecision, WorkloadState } from '../workload-state';
import { incidentsOf } from './incident-rows';
import { openapiOf } from './openapi';
import { pageOf } from './page';
import { bottleneckOf } from './request-time-rows';
import type { ServiceView } from './service-view';

export interface Answer {
  readonly status: number;
  readonly type: 'application/json; charset=utf-8' | 'text/plain; version=0.0.4; charset=utf-8' | 'text/html; charset=utf-8';
  readonly body: string;
}

/** Ticks that may be missed before the process is thought to be stuck. */
const missedTicks = 10;

/** By path. */
export const answers: Readonly<Record<string, (view: ServiceView) => Answer>> = {
  '/': (view) => ({ status: 200, type: 'text/html; charset=utf-8', body: pageOf(view) }),
  '/health': ({ quietFor, tick }) => (quietFor > missedTicks * tick ? json(503, { status: 'stuck', quietFor }) : json(200, { status: 'alive' })),
  '/health/ready': ({ stopping, counts }) =>
    stopping || counts.whole === 0 ? json(503, { status: stopping ? 'stopping' : 'starting' }) : json(200, { status: 'ready' }),
  '/health/optimization': ({ states, now }) => {
    const workloads = states.map((state) => verdictOn(state, now));
    return json(workloads.every(({ inForce }) => inForce) ? 200 : 503, { workloads });
  },
  '/metrics': ({ states, counts, leads, reached = [], incidents, now }) => ({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: exposition([
      ...samplesOf(states, counts, leads),
      ...states.flatMap((state) => impactSamples(state, now)),
      ...samplesAhead(reached, now),
      ...incidentSamples({ incidents, leads }),
    ]),
  }),
  '/api/v1/workloads': ({ states, now }) =>
    json(200, { workloads: states.map((state) => ({ ...healthOf(state, now), ...learnedOf(state), signals: state.signals ?? [], tuning: tuningOf(state) })) }),
  '/api/v1/forecasts': ({ states }) =>
    json(200, {
      forecasts: states.flatMap((state) => state.forecasts.map((forecast) => ({ ...namesOf(state), binSeconds: state.history?.step, ...forecast }))),
    }),
  '/api/v1/anomalies': ({ states }) =>
    json(200, {
      anomalies: states
        .flatMap((state) => (state.anomalies?.found ?? []).map((anomaly) => ({ ...namesOf(state), ...anomaly })))
        .sort((a, b) => b.at - a.at)
        .slice(0, 500),
    }),
  '/api/v1/incidents': (view) => json(200, { incidents: incidentsOf(view) }),
  '/api/v1/bottlenecks': ({ states }) => json(200, { bottlenecks: states.flatMap(bottleneckOf) }),
  '/api/v1/decisions': ({ states }) =>
    json(200, {
      decisions: states
        .flatMap((state) => state.decisions.map((logged) => decisionOf(state, logged)))
        .sort((a, b) => b.at - a.at)
        .slice(0, 500),
    }),
  '/api/v1/proposals': ({ states }) =>
    json(200, { proposals: proposalsOf(states).map(({ id, state, decision: { kind: _, ...decision } }) => ({ ...namesOf(state), id, ...decision })) }),
  '/api/v1/trends': ({ reached = [], now }) =>
    json(200, { trends: reached.map((one) => ({ ...one, daysLeft: daysLeft(one, 'expected', now), fewestDaysLeft: daysLeft(one, 'earliest', now) })) }),
  '/api/v1/lessons': ({ states }) =>
    json(200, {
      lessons: states
        .flatMap((state) => state.verdicts.map(({ lesson, ...verdict }) => ({ ...namesOf(state), ...verdict, ...lesson })))
        .sort((a, b) => b.at - a.at)
        .slice(0, 500),
    }),
  '/api/v1/interventions': (view) => json(200, interventionsOf(view)),
  '/api/v1/openapi.json': ({ interventions }) => json(200, openapiOf(interventions !== undefined)),
};

export function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` };
}

function namesOf({ settings: { namespace, deployment } }: WorkloadState): { readonly namespace: string; readonly deployment: string } {
  return { namespace, deployment };
}

/** Also at the Gateway, where everybody reads it: words of this service's own, and no sentence that may hold an address or a name. */
function verdictOn(state: WorkloadState, now: number): { readonly inForce: boolean } & Readonly<Record<string, unknown>> {
  const { published, outcomes } = state;
  const inForce = published !== undefined && published.validUntil > now;
  const refusals = outcomes.flatMap((outcome) => (outcome.kind === 'refusal' ? [{ policy: outcome.policy, because: outcome.because }] : []));
  return { ...namesOf(state), inForce, published, because: inForce ? undefined : hindranceTo(state), refusals };
}

function hindranceTo({ blind, silent, frozen }: WorkloadState): 'blind' | 'silent' | 'frozen' | 'expired' {
  if (blind !== undefined) return 'blind';
  if (silent !== undefined) return 'silent';
  return frozen === undefined ? 'expired' : 'frozen';
}

function healthOf(state: WorkloadState, now: number): { readonly inForce: boolean } & Readonly<Record<string, unknown>> {
  const { published, blind, silent, frozen, outcomes, lacking } = state;
  const refusals = outcomes.flatMap((outcome) => (outcome.kind === 'refusal' ? [{ policy: outcome.policy, because: outcome.because, why: outcome.why }] : []));
  return { ...namesOf(state), inForce: published !== undefined && published.validUntil > now, published, blind, silent, frozen, lacking, refusals };
}

function learnedOf({ lesson, history }: WorkloadState): Readonly<Record<string, unknown>> {
  const known = history === undefined ? 0 : history.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const bins = history === undefined ? undefined : { seconds: history.step, known, load: finite(history.values.at(-1)) };
  if (lesson === undefined) return { history: bins };
  const { at, verdict, learned, live } = lesson;
  const horizons = learned.horizons.map((horizon) => ({ horizon, weights: Object.fromEntries(learned.ensemble.weights(horizon)), live: live.score(horizon) }));
  return { history: bins, learned: { at, trust: verdict, horizons } };
}

function tuningOf({ tuning }: WorkloadState): Readonly<Record<string, unknown>> | undefined {
  if (tuning === undefined) return undefined;
  const { values, trial, finished } = tuning;
  if (trial === undefined) return { values, finished };
  const { policy, at, until, before, after } = trial;
  return { values, watched: { policy, at, until, before, after }, finished };
}

/** JSON has no NaN. */
function finite(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function decisionOf(state: WorkloadState, { at, outcome }: LoggedDecision): { readonly at: number } & Readonly<Record<string, unknown>> {
  return { ...namesOf(state), at, ...outcome };
}

/** What holds now, and what was answered. */
function interventionsOf({ interventions, states, now }: ServiceView): Readonly<Record<string, unknown>> {
  if (interventions === undefined) return { writable: false, freezes: [], approvals: [], rejections: [] };
  const { record, audience } = interventions;
  const freezes = record.freezes.filter(({ until }) => until === undefined || until > now);
  return {
    writable: true,
    audience,
    freezes,
    approvals: record.approvals.map((one) => ({ ...one, state: approvalState(one, states, now) })),
    rejections: record.rejections,
  };
}
