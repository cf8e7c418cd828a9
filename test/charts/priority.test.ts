import { valueAt } from '../../config/record';
import { synthesize } from '../../charts/synthesis';
import { components } from '../../config/names';
import { environmentWith, pubSubBacklog } from '../environment-with';
import { objectsOf, parsed } from '../kubernetes-object';

/** Both adapters, all tiers and a placeholder. */
const environment = environmentWith({
  'workloads[0].scaling.signals.external': [pubSubBacklog],
  'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 4 }, gateways: 2 },
  placeholder: { pods: 1, cpu: '100m', memory: '128Mi' },
});
const objects = objectsOf(environment);
const runs = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
const classOf = (name: string): unknown => valueAt(only(runs.filter(({ metadata }) => metadata.name === name)), 'spec.template.spec.priorityClassName');

function only<T>([item, ...more]: readonly T[]): T {
  if (item === undefined || more.length > 0) throw new Error(`there must be one, found ${more.length + (item === undefined ? 0 : 1)}`);
  return item;
}

test('every component of the platform has the priority of components', () => {
  const known: readonly string[] = Object.values(components);
  const names = runs.map(({ metadata }) => metadata.name).filter((name) => known.includes(name));
  expect(names.length).toBeGreaterThanOrEqual(7);
  expect(new Set(names.map(classOf))).toEqual(new Set(['lyo-component']));
});

test('the order is placeholders, workloads, components, system', () => {
  const value = (name: string): number =>
    Number(valueAt(only(objects.filter(({ kind, metadata }) => kind === 'PriorityClass' && metadata.name === name)), 'value'));
  expect(classOf('placeholder')).toBe('lyo-placeholder');
  // no class: priority 0
  expect(classOf('backend')).toBeUndefined();
  expect(value('lyo-placeholder')).toBeLessThan(0);
  expect(value('lyo-component')).toBeGreaterThan(0);
  // higher values are reserved for Kubernetes
  expect(value('lyo-component')).toBeLessThan(1_000_000_000);
});

test('the priority class is in the file that is applied first, because Kubernetes refuses pods of a missing class', () => {
  const first = synthesize(environment).find(({ name }) => name === 'namespaces.yaml');
  expect(parsed(first?.yaml ?? '').map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('PriorityClass lyo-component');
});
