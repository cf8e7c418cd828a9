import fc from 'fast-check';
import { alertedWorkload } from '../../../charts/alert-rules';
import { standardTiming } from '../../fixtures/standard';
import { burnAlerts } from '../../../constructs/slo/burn-alerts';
import { burnRate, windowsOf } from '../../../constructs/slo/burn-rate';
import { boundPattern } from '../../../constructs/slo/objective';
import { objectiveRules } from '../../../constructs/slo/objective-rules';
import type { Changes } from '../../altered';
import { environmentWith, firstWorkload } from '../../environment-with';

function workloadWith(changes: Changes = {}) {
  const environment = environmentWith(changes);
  return alertedWorkload(environment, firstWorkload(environment));
}

const month = '2592000s';

test('at a period of 30 days the burn rates are those of the SRE workbook', () => {
  // 0.02 · 720 h / 1 h, 0.05 · 720 / 6, 0.1 · 720 / 24, 0.1 · 720 / 72
  expect(standardTiming.burns.map((burn) => Number(burnRate(burn, month).toPrecision(12)))).toEqual([14.4, 6, 3, 1]);
});

test('at its burn rate an alert’s share of the budget is spent within the long window, whatever the period', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 72 }), fc.double({ min: 0.001, max: 1, noNaN: true }), (days, hours, budget) => {
      const rate = burnRate({ budget, long: `${hours * 3600}s` }, `${days * 86_400}s`);
      // burning at the rate for a window spends rate · window / period of the budget
      expect((rate * hours) / (days * 24)).toBeCloseTo(budget, 9);
    }),
  );
});

test('each window is recorded once, shortest first', () => {
  expect(windowsOf(standardTiming.burns)).toEqual(['300s', '1800s', '3600s', '7200s', '21600s', '86400s', '259200s']);
});

test('each objective has a page and a ticket, each with two rates', () => {
  const alerts = burnAlerts(workloadWith());
  expect(alerts.map(({ alert, labels }) => [alert, labels['severity'], labels['slo']])).toEqual([
    ['AvailabilityBurnFast', 'page', 'availability'],
    ['AvailabilityBurnSlow', 'ticket', 'availability'],
    ['LatencyBurnFast', 'page', 'latency'],
    ['LatencyBurnSlow', 'ticket', 'latency'],
  ]);
  const thresholds = alerts.map(({ expr }) => [...expr.matchAll(/window="(\d+s)"\}\) > ([\d.]+)/g)].map(([, window, threshold]) => `${window} ${threshold}`));
  expect(thresholds).toEqual([
    // 14.4 and 6 times 0.1 %
    ['300s 0.0144', '3600s 0.0144', '1800s 0.006', '21600s 0.006'],
    ['7200s 0.003', '86400s 0.003', '21600s 0.001', '259200s 0.001'],
    // 14.4 and 6 times 5 %
    ['300s 0.72', '3600s 0.72', '1800s 0.3', '21600s 0.3'],
    ['7200s 0.15', '86400s 0.15', '21600s 0.05', '259200s 0.05'],
  ]);
});

test('latency is counted at the bucket of its target, in both notations of a whole number', () => {
  expect(boundPattern(2)).toBe('2|2\\.0');
  expect(boundPattern(0.5)).toBe('0\\.5');
  const [bad] = objectiveRules(workloadWith()).rules.filter(({ record, labels }) => record === 'lyo:objective_bad:rate' && labels['slo'] === 'latency');
  expect(bad?.expr).toContain('le=~"2|2\\\\.0"');
});

test('only the shortest window reads metrics of the collectors; the others read recorded series', () => {
  const { rules } = objectiveRules(workloadWith());
  const raw = rules.filter(({ expr }) => expr.includes('traces_span_metrics'));
  expect(raw.map(({ record }) => record)).toEqual(['lyo:objective_bad:rate', 'lyo:objective_total:rate', 'lyo:objective_bad:rate', 'lyo:objective_total:rate']);
  for (const { expr } of raw) expect(expr).toContain('[300s]');
});

test('compressed times have other windows and the same rates', () => {
  const burns = standardTiming.burns.map((burn) => ({
    ...burn,
    long: `${Number.parseInt(burn.long, 10) / 60}s`,
    short: `${Number.parseInt(burn.short, 10) / 60}s`,
  }));
  const [fast] = burnAlerts(workloadWith({ 'alerting.timing.burns': burns, 'alerting.objectives.period': '43200s' }));
  // all times / 60: 30 days become half a day, and 0.02 · 43200 / 60 is still 14.4
  expect(fast?.expr).toContain('window="60s"}) > 0.0144');
});
