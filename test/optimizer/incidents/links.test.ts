/** The addresses of an incident, compared with the dashboards and runbooks that exist. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dashboardFiles } from '../../../charts/dashboards';
import type { Fault } from '../../../optimizer/incidents/causes';
import { incidentLinks } from '../../../optimizer/incidents/links';
import type { VitalKind } from '../../../optimizer/incidents/vital';
import { environments } from '../../fixtures/environments';

const model = z.object({ templating: z.object({ list: z.array(z.object({ name: z.string() })) }) });
const faults: readonly Fault[] = [
  'answers badly',
  'is slow or fails by itself',
  'is short of CPU',
  'holds more and more memory',
  'does not answer',
  'send more requests',
  'send fewer requests',
];
const kinds: readonly VitalKind[] = ['latency', 'errors', 'requests'];
const begin = 1_800_000_000;
const files: Readonly<Record<string, string>> = Object.fromEntries(environments.flatMap((environment) => Object.entries(dashboardFiles(environment))));

function linksOf(fault: Fault, of: VitalKind): { readonly panel: URL; readonly traces: URL; readonly runbook: URL } {
  const place = fault.startsWith('send') ? 'users' : 'shop & co';
  const symptom = { subject: { client: 'backend', name: place }, of, direction: 'more' as const, value: 0.4, usual: 0.01, deviations: 30 };
  const cause = { place, fault, probability: 0.9, explains: [] };
  const incident = { id: 'one', at: begin, seen: begin + 60, symptoms: [symptom], causes: [cause], alerts: [], changes: [] };
  const consoles = { grafana: 'https://grafana.example', jaeger: 'https://jaeger.example', runbooks: 'https://example.org/docs/runbooks' };
  const { panel = '', traces = '', runbook = '' } = incidentLinks(incident, consoles, 'lyo-backend') ?? {};
  return { panel: new URL(panel), traces: new URL(traces), runbook: new URL(runbook) };
}

test.each(faults.flatMap((fault) => kinds.map((of) => [fault, of] as const)))(
  'where a place %s, which shows in its %s, links lead to a dashboard with these variables, to traces around the begin, and to a runbook',
  (fault, of) => {
    const { panel, traces, runbook } = linksOf(fault, of);
    const { [`${panel.pathname.replace('/d/', '')}.json`]: text = '' } = files;
    const variables = model.parse(JSON.parse(text)).templating.list.map(({ name }) => `var-${name}`);
    const asked = [...panel.searchParams.keys()];
    expect([...variables, 'from', 'to']).toEqual(expect.arrayContaining(asked));
    if (variables.includes('var-workload')) expect(panel.searchParams.get('var-workload')).not.toBe('');
    expect(Number(panel.searchParams.get('from'))).toBeLessThan(begin * 1e3);
    expect(Number(traces.searchParams.get('start'))).toBeLessThan(begin * 1e6);
    expect(Number(traces.searchParams.get('end'))).toBeGreaterThan(begin * 1e6);
    expect(traces.searchParams.get('service')).toBe('backend');
    expect(existsSync(join(__dirname, '..', '..', '..', runbook.pathname))).toBe(true);
  },
);
