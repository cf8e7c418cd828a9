/** The incident stage with its Prometheus queries: what it reports, and what happens without answers. */
import { likelyCauses, type Cause } from '../../../optimizer/incidents/causes';
import type { Incident } from '../../../optimizer/incidents/incident';
import { IncidentBook } from '../../../optimizer/incidents/incident-book';
import { lookBack, vitalQueries } from '../../../optimizer/incidents/vital-expressions';
import { subjectText, type Vital } from '../../../optimizer/incidents/vital';
import type { LabelledSeries, LogLine, MetricsAnswer, MetricsSource, Told } from '../../../optimizer/ports';
import { exposition } from '../../../optimizer/metrics';
import { incidentSamples } from '../../../optimizer/samples';
import { noticing } from '../../../optimizer/stages/noticing';
import { Voice } from '../../../optimizer/voice';
import { newState } from '../../../optimizer/workload-state';
import { validSettings } from '../played-world';
import { begin, faults, playedVitals } from './played-shop';

const queries = vitalQueries(['lyo-backend'], lookBack(60));

/** Answers each query with the measurements of its kind, with Prometheus' labels. */
class PlayedPrometheus implements MetricsSource {
  answer: (answer: MetricsAnswer) => MetricsAnswer = (same) => same;
  asked = 0;

  constructor(private readonly vitals: readonly Vital[]) {}

  range(expression: string, { from, until }: { from: number; until: number }): Promise<MetricsAnswer> {
    this.asked += 1;
    const query = queries.find((one) => one.expression === expression);
    const series = this.vitals.flatMap(({ subject, of, samples }): LabelledSeries[] => {
      const labels: Readonly<Record<string, string>> =
        subject.client === undefined ? { service_name: subject.name, container: subject.name } : { client: subject.client, server: subject.name };
      const about = query?.subject(labels);
      const isOwn = of === query?.of && about !== undefined && subjectText(about) === subjectText(subject);
      return isOwn ? [{ labels, samples: samples.filter(({ at }) => at >= from && at <= until) }] : [];
    });
    return Promise.resolve(this.answer({ kind: 'series', series, warnings: [] }));
  }

  instant(): Promise<MetricsAnswer> {
    const labels = { alertname: 'EdgeSlow', alertstate: 'firing', workload: 'backend', server: 'shop' };
    return Promise.resolve(this.answer({ kind: 'series', series: [{ labels, samples: [{ at: begin, value: 1 }] }], warnings: [] }));
  }
}

/** Names and labels of the series of incidents. */
const seriesOf = (incidents: readonly Incident[], leads = true): readonly string[] =>
  exposition(incidentSamples({ incidents, leads }))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

async function played(moves: Parameters<typeof playedVitals>[0]['moves'], answer?: PlayedPrometheus['answer']) {
  const source = new PlayedPrometheus(playedVitals({ seed: 4, noise: 0.1, moves, lasting: 600 }));
  const incidents = new IncidentBook({ namespaces: ['lyo-backend'], window: 60 });
  const links = { grafana: 'https://grafana.example', jaeger: 'https://jaeger.example', runbooks: 'https://example.org/runbooks' };
  const settings = validSettings({ links });
  const told: Told[] = [];
  const lines: LogLine[] = [];
  const series: (readonly string[])[] = [];
  const written = Promise.resolve({ kind: 'written' } as const);
  const log = (line: LogLine): void => void lines.push(line);
  const store = {
    read: () => Promise.resolve({ kind: 'text', text: undefined } as const),
    write: () => written,
    tell: (one: Told) => (told.push(one), written),
  };
  const voice = new Voice({ leadership: { term: () => 1 }, store, log });
  const states = settings.workloads.map(newState);
  let now = begin - 60;
  const world = { settings, source, incidents, voice, log, clock: () => now, breathe: () => Promise.resolve() };
  await voice.recall(states);
  await voice.write(states, []);
  for (; now <= begin + 300; now += 30) {
    if (now > begin && answer !== undefined) source.answer = answer;
    await noticing.run(world, states);
    series.push(seriesOf(incidents.incidents));
  }
  return { incidents, told, lines, source, states, series };
}

test('an incident is reported once, with its cause, symptoms, alerts and links', async () => {
  const { incidents, told, lines } = await played(faults['slow SQL']!.moves(2));
  expect(incidents.incidents).toMatchObject([{ alerts: ['EdgeSlow'] }]);
  expect(incidents.incidents[0]?.causes[0]).toMatchObject({ place: 'shop', fault: 'answers badly' });
  expect(lines.map(({ message }) => message)).toEqual(['an incident began']);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ namespace: 'lyo-backend', deployment: 'backend', reason: 'Incident' });
  expect(told[0]?.note).toMatch(
    /^Likely cause: shop answers badly \(\d+ %\).* Unusual: latency of .* panel: https:\/\/grafana.* traces: https:\/\/jaeger.* runbook: https:\/\/example.org\/runbooks\/edge-slow.md$/,
  );
});

test('the same look tells where the time of requests goes, and what kind of thing each callee is', async () => {
  const { states } = await played(faults['slow SQL']!.moves(2));
  const { parts = [], at } = states[0]!.requestTime ?? {};
  expect(at).toBe(begin + 300);
  expect(parts[0]).toMatchObject({ callee: { name: 'shop', kind: 'database' } });
  expect(new Map(parts.map(({ callee }) => [callee?.name, callee?.kind]))).toEqual(
    new Map([
      ['shop', 'database'],
      ['prices', 'service'],
      ['redis', 'cache'],
      [undefined, undefined],
    ]),
  );
});

test('an incident that was seen twice has one series for its alert, the same while it lasts, with its cause and where to look; who does not lead has none', async () => {
  const { incidents, series } = await played(faults['slow SQL']!.moves(2));
  const [only, ...others] = new Set(series.flat());
  expect(others).toEqual([]);
  expect(only).toMatch(
    /^lyo_incident\{incident="[^"]+",cause="shop answers badly [^"]+",unusual="latency of [^"]+",changed="",panel="https:[^"]+",traces="https:[^"]+",runbook="https:[^"]+edge-slow.md"\} 1$/,
  );
  expect(series.filter((one) => one.length > 0).length).toBeGreaterThan(3);
  expect(seriesOf(incidents.incidents, false)).toEqual([]);
  expect(seriesOf(incidents.incidents.map((one) => ({ ...one, until: one.seen })))).toEqual([]);
});

test('a usual hour has no incident, and after the first tick only new samples are queried', async () => {
  const { incidents, told, source } = await played({});
  expect([incidents.incidents, told]).toEqual([[], []]);
  expect(source.asked).toBe(queries.length * 13);
});

test.each<readonly [string, MetricsAnswer]>([
  ['gone', { kind: 'unavailable', why: 'no route' }],
  ['refused', { kind: 'refused', why: 'too long' }],
  ['partial', { kind: 'series', series: [], warnings: ['a store is missing'] }],
])('while Prometheus is %s there are no symptoms, and the reason is given', async (_, answer) => {
  const { incidents, told, states } = await played(faults['slow SQL']!.moves(2), () => answer);
  expect(states[0]!.requestTime).toBeUndefined();
  expect(incidents.blind).toMatch(/no route|too long|a store is missing/);
  expect([incidents.incidents, told]).toEqual([[], []]);
});

test('people are told at most three causes, the most likely first, and none without a chance beside it', () => {
  const caused = (...chances: readonly number[]): readonly string[] =>
    likelyCauses(chances.map((probability, index): Cause => ({ place: `place-${index}`, fault: 'answers badly', probability, explains: [] })));
  expect(caused(0.95, 0.046, 0.004)).toEqual(['place-0 answers badly (95 %)', 'place-1 answers badly (5 %)']);
  expect(caused(0.4, 0.3, 0.2, 0.1)).toHaveLength(3);
  expect(caused(0.001, 0.0005)).toEqual(['place-0 answers badly (0 %)']);
});
