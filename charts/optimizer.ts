import type { Construct } from 'constructs';
import { delayBudget } from '../config/budgets/delay-budget';
import { mostPoolOf } from '../config/budgets/pool-bounds';
import type { Environment } from '../config/environment';
import { lifecycleOf } from '../config/lifecycle';
import { componentPriority, components, namespaces, optimizerObjects, ports, tunablesOf } from '../config/names';
import type { TunedWorkload } from '../config/optimizer';
import { optimizedWorkloads, optimizerImage, optimizerOf } from '../config/optimized-workloads';
import { componentsOf } from '../config/components';
import { mebibytes, millicores, seconds } from '../config/quantities';
import { latencyKnee, mostHeadroom } from '../config/scaling';
import type { WebWorkload } from '../config/workload';
import { AccessRights, type Right } from '../constructs/access-rights';
import { ConfigFiles } from '../constructs/config-files';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { ownRights, rightsBesideWorkloads } from '../optimizer/adapters/permissions';
import { settingsOf, type OptimizerSettings, type WorkloadSettings } from '../optimizer/config';
import { linksOf } from './alert-rules';
import { rightSized } from './autoscaling';
import { controlPlane } from './control-plane';
import { componentPeer } from './pod-peers';
import { platformChart, sizingOf, zonesOf } from './platform-charts';
import { fromScrapers } from './scrapers';

const name = components.optimizer;
const namespace = namespaces.observability;
const settingsFolder = '/etc/optimizer';

/** Largest headroom that may be published at all. */
const largestHeadroom = 1.2;
/** Seconds until a pod that is asked for has a node and its image, before it starts. */
const placing = 30;

/** The optimizer: publishes replicas for the load that comes, while they may be believed. Where no policy waits for a forecast there is none. */
export function optimizer(scope: Construct, environment: Environment): void {
  const component = componentsOf(environment).find((one) => one.name === name);
  if (component === undefined) return;
  const chart = platformChart(scope, name, { file: 'optimizer' });
  const settings = optimizerSettingsOf(environment);
  const config = new ConfigFiles(chart, 'config', { name, files: { 'settings.json': `${JSON.stringify(settings, undefined, 1)}\n` } });
  const sizing = sizingOf(environment, name);
  new PlatformDeployment(chart, 'server', {
    name,
    image: optimizerImage(environment),
    priorityClass: componentPriority.name,
    args: [`${settingsFolder}/settings.json`],
    // what is kept of fourteen days is a quarter of it; the rest is for the code and what is not the heap's
    env: [{ name: 'NODE_OPTIONS', value: `--max-old-space-size=${Math.floor(mebibytes(sizing.memory.limit) * 0.7)}` }],
    replicas: component.replicas,
    zones: zonesOf(environment),
    sizing,
    ports: { http: ports.optimizer },
    probes: { live: livenessProbe('/health', 'http'), ready: httpProbe('/health/ready', 'http') },
    volumes: [{ volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: settingsFolder }],
    usesApiServer: true,
    from: fromScrapers(environment, [ports.optimizer]),
    to: [controlPlane(environment), { peer: componentPeer(components.prometheus), ports: [ports.prometheus] }],
  });
  new AccessRights(chart, 'access-rights', {
    name,
    namespace,
    own: ownRights(optimizerObjects),
    inNamespaces: rightsByNamespace(settings),
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}

/**
 * What the process is told.
 * @throws Error when it would refuse that, with every problem
 */
function optimizerSettingsOf(environment: Environment): OptimizerSettings {
  const { telemetry } = environment;
  const result = settingsOf({
    prometheus: { url: `http://${components.prometheus}.${namespace}.svc:${ports.prometheus}`, timeout: 5, mostBytes: 16_000_000 },
    listen: { host: '0.0.0.0', port: ports.optimizer },
    kubernetes: {
      server: 'https://kubernetes.default.svc',
      credentials: '/var/run/secrets/kubernetes.io/serviceaccount',
      namespace,
      ...optimizerObjects,
      leaseFor: 30,
    },
    links: linksOf(environment),
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin: 300, days: 14 },
    relearn: 21_600,
    signals: { window: seconds(telemetry.window), delay: Math.ceil(delayBudget(telemetry).typical), syncPeriod: seconds(telemetry.syncPeriod) },
    knee: latencyKnee,
    workloads: optimizedWorkloads(environment).map((workload) => workloadSettings(environment, workload)),
  });
  if (result.ok) return result.settings;
  const problems = result.problems.map(({ path, rule, received }) => `${path}: ${rule}, received ${received}`);
  throw new Error(`${environment.name}: the optimizer would refuse its settings:\n  ${problems.join('\n  ')}`);
}

/** What is tuned is read, and written only where a policy may act. */
function rightsByNamespace({ workloads }: OptimizerSettings): Readonly<Record<string, readonly Right[]>> {
  const spaces = [...new Set(workloads.map((workload) => workload.namespace))];
  return Object.fromEntries(
    spaces.map((space) => {
      const tuned = workloads.filter((one) => one.namespace === space && one.tuned !== undefined);
      const names = (acts: boolean): string[] => tuned.filter((one) => mayAct(one) === acts).map((one) => tunablesOf(one.deployment));
      return [space, rightsBesideWorkloads({ read: names(false), written: names(true) })];
    }),
  );
}

function mayAct({ tuned }: WorkloadSettings): boolean {
  return [tuned?.cache?.mode, tuned?.pool?.mode].includes('act');
}

function workloadSettings(environment: Environment, workload: WebWorkload): Readonly<Record<string, unknown>> {
  const { forecast, headroom, limits, sizing = 'advise', anomalies = 'advise', tuned } = optimizerOf(environment);
  const { cpu, memory } = sizingOf(environment, workload.name);
  const own = tuned?.[workload.name];
  return {
    namespace: workload.namespace,
    deployment: workload.name,
    scaling: workload.scaling,
    startUp: placing + seconds(lifecycleOf(workload).start.usual),
    burst: Math.min(Math.max(millicores(cpu.limit) / millicores(cpu.request), 1), 100),
    forecast,
    headroom: { mode: headroom, most: Math.max(1, Math.floor(100 * (mostHeadroom(workload.scaling) ?? largestHeadroom)) / 100) },
    limits,
    sizing: { mode: sizing, cpu: inNumbers(cpu, millicores), memory: inNumbers(memory, mebibytes) },
    anomalies: { mode: anomalies, cap: workload.scaling.signals.forecast?.cap ?? workload.scaling.maxReplicas },
    ...(own === undefined ? {} : { tuned: tunedSettings(environment, workload, own) }),
  };
}

type Sides<Quantity> = Readonly<Record<'request' | 'limit' | 'min' | 'max', Quantity>>;

function inNumbers<Quantity>({ request, limit, min, max }: Sides<Quantity>, number: (quantity: Quantity) => number): Sides<number> {
  return { request: number(request), limit: number(limit), min: number(min), max: number(max) };
}

function tunedSettings(
  environment: Environment,
  workload: WebWorkload,
  { metrics, cache, pool, watch = '300s' }: TunedWorkload,
): Readonly<Record<string, unknown>> {
  const most = pool === undefined ? undefined : mostPoolOf(workload, environment);
  return {
    prefix: metrics,
    ...(cache === undefined ? {} : { cache: { mode: 'advise', prewarm: 0, ...cache } }),
    ...(most === undefined ? {} : { pool: { mode: pool?.mode ?? 'advise', connections: { least: 1, most } } }),
    watch: seconds(watch),
  };
}
