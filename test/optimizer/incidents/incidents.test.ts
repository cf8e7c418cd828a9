/** Faults anywhere in a shop: each is noticed within two minutes as one incident, its place is ranked first, and usual hours have no incident. */
import fc from 'fast-check';
import { causeText, rankedCauses, users, type Cause } from '../../../optimizer/incidents/causes';
import { isUsual, nextIncidents, type Incident, type Noticed } from '../../../optimizer/incidents/incident';
import { ServiceGraph } from '../../../optimizer/incidents/service-graph';
import { standingOf, symptomText, symptomsOf, unusual } from '../../../optimizer/incidents/symptoms';
import type { Vital } from '../../../optimizer/incidents/vital';
import { begin, faults, playedVitals, step, type Moves } from './played-shop';

function noticedIn(vitals: readonly Vital[], now: number): Noticed {
  const graph = ServiceGraph.of(vitals);
  const standings = vitals.flatMap((vital) => standingOf(vital, now) ?? []);
  return { now, graph, standings, symptoms: symptomsOf(standings), alerts: [], changes: [] };
}

function incidentOf(moves: Moves, { seed = 1, noise = 0.15, lasting = 120 } = {}): Incident | undefined {
  const vitals = playedVitals({ seed, noise, moves, lasting });
  let incidents: readonly Incident[] = [];
  for (let now = begin; now <= begin + lasting; now += step) incidents = nextIncidents(incidents, noticedIn(vitals, now));
  expect(incidents.length).toBeLessThanOrEqual(1);
  return incidents[0];
}

const size = fc.double({ min: 1, max: 3, noNaN: true });

test.each(Object.entries(faults))('%s is noticed within two minutes, and its place is ranked first', (_, { place, moves }) => {
  fc.assert(
    fc.property(size, fc.integer(), fc.double({ min: 0.02, max: 0.2, noNaN: true }), (times, seed, noise) => {
      const incident = incidentOf(moves(times), { seed, noise });
      expect(incident?.causes[0]?.place).toBe(place);
      expect(incident?.at).toBeLessThanOrEqual(begin + 120);
    }),
    { numRuns: 20 },
  );
});

test('none of 240 usual hours has an incident', () => {
  let found = 0;
  for (let seed = 0; seed < 240; seed += 1) {
    const vitals = playedVitals({ seed, noise: 0.05 + (0.15 * seed) / 240, moves: {}, lasting: 3600 });
    for (let now = begin; now <= begin + 3600; now += 1800) found += symptomsOf(noticedIn(vitals, now).standings).length;
  }
  expect(found).toBe(0);
});

describe('an incident', () => {
  const vitals = playedVitals({ seed: 2, noise: 0.1, moves: faults['slow SQL']!.moves(2), lasting: 300 });
  const slow = noticedIn(vitals, begin + 90);
  const [open] = nextIncidents([], slow);

  test('has the alerts and changes of the services that it connects, and no others', () => {
    const alerts = [
      { name: 'EdgeSlow', about: ['backend', 'shop'] },
      { name: 'TargetDown', about: ['grafana'] },
    ];
    const changes = [
      { at: begin - 100, service: 'prices', what: 'pool 4' },
      { at: begin - 5000, service: 'backend', what: 'long ago' },
      { at: begin - 100, service: 'elsewhere', what: 'another' },
    ];
    const [incident] = nextIncidents([open!], { ...slow, now: begin + 120, alerts, changes });
    expect(incident).toMatchObject({ alerts: ['EdgeSlow'], changes: [{ what: 'pool 4' }], id: open!.id });
  });

  test('is separate for each of two shops that do not call each other', () => {
    const other = vitals.map((vital) => {
      const { name, client } = vital.subject;
      return { ...vital, subject: client === undefined ? { name: `other-${name}` } : { name: `other-${name}`, client: `other-${client}` } };
    });
    const both = nextIncidents([], noticedIn([...vitals, ...other], begin + 90));
    expect(both.map(({ causes }) => causes[0]?.place).sort()).toEqual(['other-shop', 'shop']);
  });

  test('ends after five minutes without a symptom, and its time does not count as usual', () => {
    const quiet = { ...slow, symptoms: [], standings: [] };
    expect(nextIncidents([open!], { ...quiet, now: begin + 200 })[0]?.until).toBeUndefined();
    const [over] = nextIncidents([open!], { ...quiet, now: begin + 500 });
    expect(over?.until).toBe(begin + 90);
    expect([begin - 600, begin + 80, begin + 600].map((at) => isUsual([over!], at, begin + 1000))).toEqual([true, false, true]);
  });

  test('that lasts longer than an hour counts as usual', () => {
    const lasting = { ...open!, seen: begin + 90 };
    expect(isUsual([lasting], begin + 1000, begin + 2000)).toBe(false);
    expect(isUsual([lasting], begin + 1000, begin + 8000)).toBe(true);
  });
});

describe('what is measured', () => {
  test('any samples are accepted, and the probabilities of causes add up to 1', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, Number.NaN, Infinity, -1));
    const subject = fc.record({ name: fc.constantFrom('a', 'b', 'c'), client: fc.option(fc.constantFrom('a', 'b', 'd'), { nil: undefined }) });
    const vital = fc.record({
      subject,
      of: fc.constantFrom('requests', 'latency', 'errors', 'own time', 'CPU', 'memory'),
      values: fc.array(value, { maxLength: 130 }),
    });
    fc.assert(
      fc.property(fc.array(vital, { maxLength: 12 }), (all) => {
        const vitals = all.map(({ subject: { name, client }, of, values }) => ({
          subject: client === undefined ? { name } : { name, client },
          of: of,
          samples: values.map((one, index) => ({ at: begin + step * (index - values.length), value: one })),
        }));
        const { graph, standings } = noticedIn(vitals, begin);
        const causes = rankedCauses(graph, standings);
        const total = causes.reduce((sum, { probability }) => sum + probability, 0);
        expect(causes.length === 0 || Math.abs(total - 1) < 1e-6).toBe(true);
        for (const { place } of causes) expect([...graph.services, ...graph.resources, users]).toContain(place);
      }),
    );
  });

  test('ten minutes of usual samples and three current ones are needed', () => {
    const samples = (count: number): Vital['samples'] => Array.from({ length: count }, (_, index) => ({ at: begin - step * (count - 1 - index), value: 1 }));
    const of = (count: number, now = begin): unknown => standingOf({ subject: { name: 'a' }, of: 'latency', samples: samples(count) }, now);
    expect(of(22)).toBeUndefined();
    expect(of(30)).toMatchObject({ deviations: 0, usual: 1 });
    expect(of(30, begin + 200)).toBeUndefined();
  });

  test('two outliers are no symptom, and a lower value is one only for requests', () => {
    const past = Array.from({ length: 60 }, (_, index) => ({ at: begin - step * (62 - index), value: 100 }));
    const of = (kind: Vital['of'], last: readonly number[]): number =>
      symptomsOf([
        standingOf(
          { subject: { name: 'a' }, of: kind, samples: [...past, ...last.map((value, index) => ({ at: begin - step * (last.length - 1 - index), value }))] },
          begin,
        )!,
      ]).length;
    expect([
      of('latency', [100, 900, 900]),
      of('latency', [900, 100, 900]),
      of('latency', [900, 900, 900]),
      of('latency', [1, 1, 1]),
      of('requests', [1, 1, 1]),
    ]).toEqual([0, 0, 1, 0, 1]);
    expect(unusual).toBeGreaterThan(3);
  });

  test('of few requests none at all for three half minutes is unusual, where hardly a half minute had none, and otherwise not', () => {
    const of = (quiet: number): number => {
      const past = Array.from({ length: 100 }, (_, index) => ({
        at: begin - step * (102 - index),
        value: index % quiet === 0 ? 0 : [0.1, 0.3, 0.5][index % 3]!,
      }));
      const last = [2, 1, 0].map((back) => ({ at: begin - step * back, value: 0 }));
      return symptomsOf([standingOf({ subject: { name: 'a' }, of: 'requests', samples: [...past, ...last] }, begin)!]).length;
    };
    expect([of(50), of(5)]).toEqual([1, 0]);
  });

  test('what one in twenty usual samples reaches is no symptom, and twice as far is', () => {
    const past = Array.from({ length: 100 }, (_, index) => ({ at: begin - step * (102 - index), value: index % 15 === 0 ? 0.2 : 0 }));
    const of = (value: number): number =>
      symptomsOf([
        standingOf({ subject: { name: 'a' }, of: 'errors', samples: [...past, ...[2, 1, 0].map((back) => ({ at: begin - step * back, value }))] }, begin)!,
      ]).length;
    expect([of(0.2), of(0.4)]).toEqual([0, 1]);
  });

  test('is shown with its unit and the usual value, and a cause with its probability', () => {
    const { symptoms, graph, standings } = noticedIn(playedVitals({ seed: 3, noise: 0.05, moves: faults['slow cache']!.moves(1), lasting: 120 }), begin + 120);
    expect(symptoms.map(symptomText)).toContainEqual(expect.stringMatching(/^latency of backend → redis \d+ ms, usually 1 ms$/));
    const [first] = rankedCauses(graph, standings);
    expect(causeText(first as Cause)).toMatch(/^redis answers badly \(\d+ %\)$/);
  });
});
