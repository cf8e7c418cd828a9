/** ConfigMaps that are named by their content: old ones do not accumulate after changes. */
import { synthesize } from '../../../charts/synthesis';
import { parseObjects } from '../../../checks/read-manifests';
import { recordKey } from '../../../delivery/apply/object-key';
import { budgetOf, pruneOf } from '../../../delivery/apply/prune';
import type { Changes } from '../../altered';
import { environmentWith, secondWorkload } from '../../environment-with';

const changes: readonly (readonly [string, Changes])[] = [
  ['another target of latency', { 'workloads[0].scaling.signals.latency.target': '1s' }],
  ['another slowest request that is no news', { 'tracing.sampling.slow': '900ms' }],
  ['a second workload', secondWorkload],
  ['a route that is not judged by latency', { 'workloads[0].unjudgedRoutes': ['/events'] }],
];

function keysOf(changed: Changes): readonly string[] {
  return synthesize(environmentWith(changed)).flatMap(({ name, yaml }) => parseObjects(yaml, name).map(recordKey));
}

test.each(changes)('%s: each old ConfigMap is deleted once the new one exists', (_, changed) => {
  const recorded = keysOf({});
  const wanted = keysOf(changed);
  const { remove, problems } = pruneOf({ recorded, wanted, allowed: [], budget: budgetOf(recorded) });

  expect(problems).toEqual([]);
  expect(remove.length).toBeGreaterThan(0);
  for (const key of remove) {
    expect(key).toMatch(/^ConfigMap\/.+-[0-9a-f]{10}$/);
    const base = key.slice(0, -10);
    expect(wanted.filter((one) => one.startsWith(base) && one.length === key.length)).toHaveLength(1);
  }
});
