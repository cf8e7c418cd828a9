/** What a field is that nobody stated: README and comments promise it, and who relies on it has nothing in their configuration that would show a change. */
import { lifecycleOf, patience, seedLifecycle } from '../../config/lifecycle';
import { standardTiming } from '../../config/alert-timing';
import { servingCertificate } from '../../config/serving-certificate';
import { historyOf, startWithinOf } from '../../config/workloads/scheduled';
import { workerLifecycle } from '../../config/workloads/worker';
import { standardTelemetry } from '../../config/telemetry-settings';
import { seconds } from '../../config/quantities';

test('of scheduled runs three of each are kept, and one may start ten minutes late', () => {
  expect(historyOf({})).toEqual({ succeeded: 3, failed: 3 });
  expect(historyOf({ history: { succeeded: 1, failed: 5 } })).toEqual({ succeeded: 1, failed: 5 });
  expect(startWithinOf({})).toBe('600s');
});

test('a service is given up by readiness after 30 s, by liveness after two minutes, and may take a minute to start', () => {
  const { readiness, liveness, start } = lifecycleOf({});
  expect([patience(readiness), patience(liveness), start]).toEqual([30, 120, { usual: '30s', longest: '60s' }]);
  expect(seconds(readiness.timeout)).toBe(3);
  expect(seconds(liveness.timeout)).toBe(5);
  expect(workerLifecycle({})).toEqual(seedLifecycle);
});

test('a certificate lasts a year, is renewed in its last 60 days, and somebody is told when 30 are left', () => {
  expect(servingCertificate).toEqual({ lifetime: 365, renewal: 60, warning: 30 });
});

test('burn windows are those of the SRE workbook: rates of 14.4, 6, 3 and 1 over 30 days, and short windows of a twelfth', () => {
  const period = 30 * 86_400;
  expect(standardTiming.burns.map(({ budget, long }) => Number(((budget * period) / seconds(long)).toFixed(9)))).toEqual([14.4, 6, 3, 1]);
  for (const { long, short } of standardTiming.burns) expect(seconds(long) / seconds(short)).toBe(12);
});

test('a month of samples is kept, of a hundred operations a service', () => {
  expect(seconds(standardTelemetry.retention) / 86_400).toBe(31);
  expect(standardTelemetry.operationsPerService).toBe(100);
});
