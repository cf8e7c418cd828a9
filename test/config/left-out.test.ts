/** Defaults of fields that are left out. README and comments promise them, and a change would not show in the configuration of those who rely on them. */
import { lifecycleOf, patience, seedLifecycle } from '../../config/lifecycle';
import { standardTiming } from '../../config/alert-timing';
import { servingCertificate } from '../../config/serving-certificate';
import { historyOf, startWithinOf } from '../../config/workloads/scheduled';
import { workerLifecycle } from '../../config/workloads/worker';
import { standardTelemetry } from '../../config/telemetry-settings';
import { seconds } from '../../config/quantities';

test('three succeeded and three failed scheduled runs are kept, and a run may start ten minutes late', () => {
  expect(historyOf({})).toEqual({ succeeded: 3, failed: 3 });
  expect(historyOf({ history: { succeeded: 1, failed: 5 } })).toEqual({ succeeded: 1, failed: 5 });
  expect(startWithinOf({})).toBe('600s');
});

test('a service fails readiness after 30 s and liveness after two minutes, and may take a minute to start', () => {
  const { readiness, liveness, start } = lifecycleOf({});
  expect([patience(readiness), patience(liveness), start]).toEqual([30, 120, { usual: '30s', longest: '60s' }]);
  expect(seconds(readiness.timeout)).toBe(3);
  expect(seconds(liveness.timeout)).toBe(5);
  expect(workerLifecycle({})).toEqual(seedLifecycle);
});

test('a certificate lasts a year, is renewed in its last 60 days, and an alert fires 30 days before its end', () => {
  expect(servingCertificate).toEqual({ lifetime: 365, renewal: 60, warning: 30 });
});

test('burn windows are those of the SRE workbook: rates of 14.4, 6, 3 and 1 over 30 days, and short windows of a twelfth', () => {
  const period = 30 * 86_400;
  expect(standardTiming.burns.map(({ budget, long }) => Number(((budget * period) / seconds(long)).toFixed(9)))).toEqual([14.4, 6, 3, 1]);
  for (const { long, short } of standardTiming.burns) expect(seconds(long) / seconds(short)).toBe(12);
});

test('samples are kept for a month, of a hundred operations per service', () => {
  expect(seconds(standardTelemetry.retention) / 86_400).toBe(31);
  expect(standardTelemetry.operationsPerService).toBe(100);
});
