/** A pod with one worker process may have a CPU limit of two cores, for native code and its start, but no request that one process cannot use. */
import fc from 'fast-check';
import { millicores } from '../../config/quantities';
import { validate } from '../../config/validate';
import { altered } from '../altered';
import { dev } from '../fixtures/dev';

const cpu = (request: number, limit: number): object => ({ request: `${request}m`, limit: `${limit}m`, min: '100m', max: `${limit}m` });
const about = (source: unknown): readonly string[] => {
  const result = validate(source);
  return result.ok ? [] : result.problems.filter(({ path }) => path.endsWith('cpu.request')).map(({ rule }) => rule);
};

test('a limit of two cores is accepted', () => {
  expect(validate(altered(dev, { 'sizing.backend.cpu': cpu(250, 2000) }))).toMatchObject({ ok: true });
});

test('a request is accepted exactly if one core reaches the CPU target, and any without a CPU signal', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 4000 }), fc.integer({ min: 30, max: 90 }), (request, utilization) => {
      const changes = { 'sizing.backend.cpu': cpu(request, 4000), 'workloads[0].scaling.signals.cpu.utilization': utilization };
      const reachable = (millicores(`${request}m`) * utilization) / 100 <= 1000;
      expect(about(altered(dev, changes)).length).toBe(reachable ? 0 : 1);
      expect(about(altered(dev, { ...changes, 'workloads[0].instrumentation': 'none' }))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
