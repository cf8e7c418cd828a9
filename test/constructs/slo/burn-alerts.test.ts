/** Pairs of windows: the long one shows that the burn matters, the short one that it still goes on. */
import fc from 'fast-check';
import { alertedWorkload } from '../../../charts/alert-rules';
import { burnAlerts } from '../../../constructs/slo/burn-alerts';
import { environmentWith, firstWorkload } from '../../environment-with';
import { standardTiming } from '../../fixtures/standard';
import { valueOf } from '../promql-value';

const environment = environmentWith({ 'alerting.objectives.period': '2592000s', 'alerting.objectives.availability': 0.999 });
const alerts = burnAlerts(alertedWorkload(environment, firstWorkload(environment)));

/** True if an alert fires with these shares of failed requests by window. */
function fires(name: string, errors: Readonly<Record<string, number>>): boolean {
  const found = alerts.find(({ alert }) => alert === name);
  if (found === undefined) throw new Error(`must be an alert, received ${name}`);
  return valueOf(found.expr, (selector) => errors[/window="(\d+s)"/.exec(selector)?.[1] ?? '']) !== undefined;
}

// 14.4, 6, 3 and 1 times a budget of 0.1 %
const rates = { AvailabilityBurnFast: [0.0144, 0.006], AvailabilityBurnSlow: [0.003, 0.001] } as const;
const severities = { AvailabilityBurnFast: 'page', AvailabilityBurnSlow: 'ticket' } as const;
const names = ['AvailabilityBurnFast', 'AvailabilityBurnSlow'] as const;

test.each(names)('%s fires exactly if both windows of a pair are above its rate', (name) => {
  const pairs = standardTiming.burns.filter(({ severity }) => severity === severities[name]);
  const windows = pairs.flatMap(({ long, short }) => [long, short]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 0.0005, 0.002, 0.005, 0.01, 0.5), { minLength: windows.length, maxLength: windows.length }), (shares) => {
      const errors = Object.fromEntries(windows.map((window, index) => [window, shares[index] ?? 0]));
      const expected = pairs.some(({ long, short }, index) => [long, short].every((window) => (errors[window] ?? 0) > (rates[name][index] ?? 0)));
      expect(fires(name, errors)).toBe(expected);
    }),
  );
});

test.each(names)('%s is silent after the burn is over, and for a short burn', (name) => {
  for (const { long, short } of standardTiming.burns.filter(({ severity }) => severity === severities[name])) {
    expect([
      fires(name, { [long]: 1, [short]: 0 }),
      fires(name, { [long]: 0, [short]: 1 }),
      fires(name, { [long]: 1 }),
      fires(name, { [long]: 1, [short]: 1 }),
    ]).toEqual([false, false, false, true]);
  }
});
