import { tunedMetrics } from '../../../config/tuned-metrics';
import { standardOptimizer } from '../../../config/optimizer';
import { validate } from '../../../config/validate';
import { altered, type Changes } from '../../altered';
import { dev } from '../../fixtures/dev';

const tuned = { metrics: 'backend', cache: { ttl: { least: 5, most: 600 }, missesPerSecond: 50 }, pool: {} };
const shop = { kind: 'postgresql', network: { cidr: '10.10.16.0/24', port: 5432 }, connections: { most: 1500, reserved: 13 } };
const sound: Changes = {
  optimizer: { ...standardOptimizer, tuned: { backend: tuned } },
  databases: { shop },
  'workloads[0].uses': { shop: { pool: 10 } },
  'telemetry.applicationMetrics': tunedMetrics('backend', tuned),
};

function problems(changes: Changes): readonly string[] {
  const result = validate(altered(dev, { ...sound, ...changes }));
  return result.ok ? [] : result.problems.map(({ path, rule }) => `${path}: ${rule}`);
}

test('a workload with the needed metrics and bounds may be tuned', () => {
  expect(problems({})).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'one that is not there',
    { optimizer: { ...standardOptimizer, tuned: { shop: { metrics: 'shop' } } } },
    'dev.optimizer.tuned.shop: must be a web service with the signals forecast and requestRate (backend)',
  ],
  [
    'one that nobody forecasts',
    { 'workloads[0].scaling.signals.forecast': undefined },
    'dev.optimizer.tuned.backend: must be a web service with the signals forecast and requestRate (there are none)',
  ],
  [
    'one of which a policy would read what nobody keeps',
    { 'telemetry.applicationMetrics': tunedMetrics('backend', { metrics: 'backend', pool: {} }) },
    'dev.optimizer.tuned.backend.metrics: must be read: telemetry.applicationMetrics of backend must have backend_cache_reads_total, backend_tunable_cache_ttl_seconds (tunedMetrics in config/tuned-metrics.ts)',
  ],
  [
    'a pool that no database bounds',
    { databases: undefined, 'workloads[0].uses': undefined },
    'dev.optimizer.tuned.backend.pool: must be of a workload that uses one SQL database (workloads[].uses): its connections bound the pool',
  ],
  [
    'times that are none',
    { optimizer: { ...standardOptimizer, tuned: { backend: { ...tuned, cache: { ...tuned.cache, ttl: { least: 60, most: 5 } } } } } },
    'dev.optimizer.tuned.backend.cache.ttl.most: must not be below least',
  ],
  ['a mode that nobody knows', { optimizer: { ...standardOptimizer, sizing: 'act' } }, 'dev.optimizer.sizing: must be one of "off", "advise"'],
])('%s is refused with the reason', (_, changes, problem) => {
  expect(problems(changes)).toContain(problem);
});
