import { scaledWorkload } from '../../../charts/platform-charts';
import { scalingRules } from '../../../constructs/scaling/scaling-rules';
import { RecordedRules } from '../../../simulator/formulas/recorded';
import { StoredSeries } from '../../../simulator/formulas/stored-series';
import { environments } from '../../fixtures/environments';
import { webWorkloads } from '../../../config/workload';

const rule = (record: string, expr: string) => ({ record, expr, labels: { deployment: 'backend' } });

test('a rule reads the series of earlier rules at the same time, and a series that it no longer records has ended', () => {
  const series = new StoredSeries();
  const rules = new RecordedRules([rule('double', '2 * a'), rule('more', 'double + 1'), rule('high', 'a > 1')]);
  const evaluated = [1, 2, 0].map((value, step) => {
    series.add('a', { pod: 'x' }, step * 10, value);
    return rules.evaluate(series, step * 10).map(({ record, value: recorded }) => `${record} ${recorded}`);
  });
  expect(evaluated).toEqual([
    ['double 2', 'more 3'],
    ['double 4', 'more 5', 'high 2'],
    ['double 0', 'more 1'],
  ]);
  expect(series.latest({ name: 'high', conditions: [] }, 10)).toEqual([{ labels: { __name__: 'high', pod: 'x', deployment: 'backend' }, content: 2 }]);
  expect(series.latest({ name: 'high', conditions: [] }, 20)).toEqual([]);
});

test('two results of a rule with the same labels are refused', () => {
  const series = new StoredSeries();
  for (const name of ['a', 'b']) series.add(name, {}, 0, 1);
  expect(() => new RecordedRules([rule('both', 'a or label_replace(b, "deployment", "x", "", "")')]).evaluate(series, 0)).toThrow(
    'results of both must have different labels',
  );
});

describe.each(environments.map((environment) => [environment.name, environment] as const))('the scaling rules of %s', (_, environment) => {
  const workloads = webWorkloads(environment).map((workload) => scaledWorkload(environment, workload));

  test('are all supported, and without telemetry ask for no scale-in', () => {
    for (const workload of workloads) {
      const recorded = new RecordedRules(scalingRules(workload).rules).evaluate(new StoredSeries(), 0);
      expect(recorded.find(({ record }) => record === 'lyo:headroom:ratio')?.value).toBe(1);
      const desired = recorded.filter(({ record }) => record.startsWith('lyo:desired_replicas:'));
      expect(desired.map(({ record, value }) => [record, value])).toEqual([['lyo:desired_replicas:forecast', 0]]);
    }
  });
});
