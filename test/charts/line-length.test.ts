/** People review generated files, so their lines fit on a screen, whatever the configuration. */
import { YAML11_SCHEMA, loadAll } from 'js-yaml';
import { synthesize } from '../../charts/synthesis';
import { yamlDocuments } from '../../checks/yaml';
import type { Environment } from '../../config/environment';
import { validated } from '../../config/validate';
import { planText } from '../../stacks/plan-text';
import { altered, type Changes } from '../altered';
import { environmentWith, managedCopy, plainIngress } from '../environment-with';
import { environments } from '../fixtures/environments';
import { oncePerEnvironment } from '../once-per-environment';
import { ownConfigurations } from '../own-configurations';
import { webWorkloads } from '../../config/workload';
import { recordedPlan } from '../recorded-plan';

const longest = 200;

/** Lines that are too long although they could be folded; an address or a pattern without a space cannot. */
function longLines(yaml: string): readonly string[] {
  return yaml.split('\n').filter((line) => line.length > longest && Math.max(...line.split(/\s+/).map((word) => word.length)) < longest - 40);
}

const generated = oncePerEnvironment((environment): readonly (readonly [file: string, yaml: string])[] =>
  synthesize(environment).map(({ name, yaml }) => [name, yaml] as const),
);

const dev = environmentWith();
const size = dev.sizing['backend'];

const label = (letter: string): string => letter.repeat(63);
const host = (name: string): string => [name, label('h'), label('o'), label('s'), 'example'].join('.');

/** Every name as long as Kubernetes and DNS allow. */
const longNames: Changes = {
  'workloads[0].name': label('w'),
  'workloads[0].namespace': label('n'),
  'sizing.backend': undefined,
  [`sizing.${label('w')}`]: size,
  'exposure.hostname': host('api'),
  'consoles.grafana': host('grafana'),
  'consoles.jaeger': host('jaeger'),
};

/** @param count of workloads beside the first */
function many(count: number): Changes {
  const { path: _, ...first } = webWorkloads(dev)[0]!;
  const names = Array.from({ length: count }, (_value, index) => `service-${index}-of-a-company-with-many-of-them`);
  return Object.assign(
    { 'nodePool.maxNodes': 400, 'sizing.prometheus.storage': '800Gi', 'sizing.prometheus.memory.max': '64Gi' },
    ...names.map((name, index) => ({
      [`workloads[${index + 1}]`]: {
        ...first,
        name,
        namespace: `${name}-namespace`,
        scaling: { ...first.scaling, maxReplicas: 10 },
        unjudgedRoutes: [`/streams/of/${name}/{id}`, `/uploads/${name}/*`],
      },
      [`sizing.${name}`]: size,
    })),
  ) as Changes;
}

const withLongNames = environmentWith(longNames);

const extremes: readonly (readonly [name: string, environment: Environment])[] = [
  ...environments.map((environment) => [environment.name, environment] as const),
  ['with names of the greatest length', withLongNames],
  ['with a plain Ingress of a long host', environmentWith({ exposure: { ...plainIngress, hostname: host('api') }, consoles: { kind: 'port-forward' } })],
  ['with many workloads', altered(dev, many(7)) as Environment],
];

/** The first environment of each own configuration, which is the changed one. */
const own = ownConfigurations.flatMap(({ name, environments }) =>
  validated(environments)
    .slice(0, 1)
    .map((environment) => [name, environment] as const),
);

test.each([...extremes, ...own])('%s: no line of the manifests is longer than 200 characters, and folded files still parse', (_name, environment) => {
  for (const [file, yaml] of generated(environment)) {
    expect([file, longLines(yaml)]).toEqual([file, []]);
    expect(() => loadAll(yaml, { schema: YAML11_SCHEMA })).not.toThrow();
  }
});

test.each([['dev', dev] as const, ['a copy at Google, whose collectors keep what stands in one pattern', environmentWith(managedCopy)] as const, ...own])(
  '%s: with names of usual length, only an address is longer than a line',
  (_name, environment) => {
    const long = generated(environment).flatMap(([, yaml]) => yaml.split('\n').filter((line) => line.length > longest));
    expect(long.filter((line) => !/^ *"https?:\/\/\S+"$/.test(line))).toEqual([]);
  },
);

test.each(extremes.slice(0, 4))('%s: no line of the plan is too long', async (_name, environment) => {
  expect(longLines(planText(await recordedPlan(environment)))).toEqual([]);
});

test('folded dashboards are still valid JSON with panels', () => {
  const files = generated(withLongNames).filter(([file]) => file.startsWith('dashboard-'));
  expect(files.filter(([, yaml]) => yaml.includes('.json: >-')).length).toBeGreaterThan(3);
  for (const { data } of files.flatMap(([, yaml]) => yamlDocuments(yaml)) as readonly { data: Record<string, string> }[]) {
    for (const json of Object.values(data)) expect((JSON.parse(json) as { panels: unknown[] }).panels.length).toBeGreaterThan(0);
  }
});
