/** The answers of the HTTP API as data; nothing here writes. */
import { exposition } from '../metrics';
import { proposalsOf } from '../proposals';
import { samplesOf } from '../samples';
import type { LoggedDecision, WorkloadState } from '../workload-state';
import { incidentsOf } from './incident-rows';
import { openapi } from './openapi';
import { pageOf } from './page';
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
    const workloads = states.map((state) => healthOf(state, now));
    return json(workloads.every(({ inForce }) => inForce) ? 200 : 503, { workloads });
  },
  '/metrics': ({ states, counts, leads }) => ({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: exposition(samplesOf(states, counts, leads)),
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
  '/api/v1/decisions': ({ states }) =>
    json(200, {
      decisions: states
        .flatMap((state) => state.decisions.map((logged) => decisionOf(state, logged)))
        .sort((a, b) => b.at - a.at)
        .slice(0, 500),
    }),
  '/api/v1/proposals': ({ states }) =>
    json(200, { proposals: proposalsOf(states).map(({ id, state, decision: { kind: _, ...decision } }) => ({ ...namesOf(state), id, ...decision })) }),
  '/api/v1/openapi.json': () => json(200, openapi),
};

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` };
}

function namesOf({ settings: { namespace, deployment } }: WorkloadState): { readonly namespace: string; readonly deployment: string } {
  return { namespace, deployment };
}

function healthOf(state: WorkloadState, now: number): { readonly inForce: boolean } & Readonly<Record<string, unknown>> {
  const { published, blind, silent, outcomes, lacking } = state;
  const refusals = outcomes.flatMap((outcome) => (outcome.kind === 'refusal' ? [{ policy: outcome.policy, because: outcome.because, why: outcome.why }] : []));
  return { ...namesOf(state), inForce: published !== undefined && published.validUntil > now, published, blind, silent, lacking, refusals };
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
