/** Other configurations than the shipped ones, whose manifests must pass the checks too. */
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import { standardOptimizer } from '../../config/optimizer';
import { environments } from '../fixtures/environments';
import { everySetting } from '../fixtures/container-settings';
import { webWorkloads, type WebWorkload } from '../../config/workload';
import { environmentWith, plainIngress, proxied } from '../environment-with';

function environmentLike(change: (dev: Environment, backend: WebWorkload) => Partial<Environment>): Environment {
  const dev = environments.find(({ name }) => name === 'dev');
  const backend = dev && webWorkloads(dev)[0];
  if (dev === undefined || backend === undefined) throw new Error('these tests start from the dev environment and its first workload');
  return { ...dev, ...change(dev, backend) };
}

const pubsub = {
  metric: 'pubsub.googleapis.com|subscription|num_undelivered_messages',
  labels: { 'resource.labels.subscription_id': 'jobs' },
  perPod: 30,
  cap: 50,
};

/** Checks of the shipped environments: the frozen list and the node pools. */
const ofPresent = /^(identity\/not-frozen$|capacity\/)/;

/** Without a forecast in any policy there is no optimizer, so its frozen names are missing. */
const ofOptimizer = /^identity\/vanished: \w+ (lyo-observability\/optimizer|lyo-backend\/lyo-observability-optimizer)$/;

/** Titles and configurations. */
const variants: readonly (readonly [title: string, environment: Environment])[] = [
  [
    'a plain Ingress instead of the gateway',
    environmentLike(() => ({ exposure: { kind: 'ingress', hostname: 'api.dev.lyo.example', className: 'nginx', controllerNamespace: 'ingress-nginx' } })),
  ],
  ['an optimizer to which people may write', environmentLike(() => ({ optimizer: { ...standardOptimizer, writers: ['oncall', 'release'] } }))],
  [
    'an external signal, which brings the Stackdriver adapter',
    environmentLike((_, backend) => ({
      workloads: [{ ...backend, scaling: { ...backend.scaling, signals: { ...backend.scaling.signals, external: [pubsub] } } }],
    })),
  ],
  [
    'a copy in Google Managed Prometheus',
    environmentLike(({ cluster, telemetry, workloads }, backend) => ({
      cluster: { ...cluster, managedPrometheus: { kind: 'copy', interval: '60s' } },
      telemetry: {
        ...telemetry,
        applicationMetrics: [{ name: 'orders_waiting', workload: backend.name, type: 'gauge', title: 'Orders waiting', unit: 'orders' }],
      },
      workloads,
    })),
  ],
  ['a workload with all that a container may state', environmentLike((_, backend) => ({ workloads: [{ ...backend, ...everySetting }] }))],
  ['no failsafe', environmentLike((_, backend) => ({ workloads: [{ ...backend, scaling: { ...backend.scaling, failsafe: { kind: 'none' } } }] }))],
  [
    'a single signal',
    environmentLike((_, backend) => ({ workloads: [{ ...backend, scaling: { ...backend.scaling, signals: { cpu: backend.scaling.signals.cpu } } }] })),
  ],
  [
    'three workloads in two namespaces, one of them internal',
    environmentLike(({ sizing }, backend) => ({
      workloads: [backend, { ...backend, name: 'worker', namespace: 'lyo-jobs', path: '/work' }, { ...backend, name: 'internal', path: undefined }],
      sizing: Object.fromEntries([...Object.entries(sizing), ...['worker', 'internal'].map((name) => [name, sizing['backend']])]),
    })),
  ],
];

test.each(variants.map(([title, environment]) => ({ title, environment })))('only checks of the frozen list find violations in $title', ({ environment }) => {
  const objects = synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, `manifests/dev/${name}`));
  const violations = runChecks('dev', objects).violations.filter(({ check }) => !ofPresent.test(check));
  const told = violations.map(({ check, object }) => `${check}: ${object}`);
  expect(told.filter((one) => !ofOptimizer.test(one))).toEqual([]);
});

test('consoles behind oauth2-proxy lack only their Secrets, which the author of the environment must list as made elsewhere', () => {
  const objects = synthesize(environmentWith({ exposure: plainIngress, consoles: proxied })).flatMap(({ name, yaml }) =>
    parseObjects(yaml, `manifests/dev/${name}`),
  );
  const violations = runChecks('dev', objects).violations.filter(({ check }) => !ofPresent.test(check));
  expect(violations.map(({ check, object }) => `${check}: ${object}`)).toEqual([
    'references/secret: Deployment lyo-observability/grafana-login',
    'references/secret: Deployment lyo-observability/jaeger-login',
  ]);
});
