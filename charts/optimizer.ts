import type { Construct } from 'constructs';
import { delayBudget } from '../config/budgets/delay-budget';
import { mostPoolOf } from '../config/budgets/pool-bounds';
import type { Environment } from '../config/environment';
import { forecastLoadOf, unitOf, type ForecastLoad } from '../config/forecast-load';
import { lifecycleOf } from '../config/lifecycle';
import { componentPriority, components, namespaces, optimizerInterventions, optimizerObjects, ports, tunablesOf, writerAccount } from '../config/names';
import type { TunedWorkload } from '../config/optimizer';
import { isOptimizerTraced, optimizedWorkloads, optimizerImage, optimizerOf } from '../config/optimized-workloads';
import { componentsOf } from '../config/components';
import { mebibytes, millicores, seconds } from '../config/quantities';
import { latencyKnee, mostHeadroom, type ScalingPolicy } from '../config/scaling';
import type { ScaledKind } from '../config/workload';
import { workerLifecycle } from '../config/workloads/worker';
import { AccessRights, type Right } from '../constructs/access-rights';
import { UnmountedAccount } from '../constructs/unmounted-account';
import { ConfigFiles } from '../constructs/config-files';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { ownRights, rightsBesideWorkloads, rightsToAskAboutCallers } from '../optimizer/adapters/permissions';
import { settingsOf, type OptimizerSettings, type WorkloadSettings } from '../optimizer/config';
import { linksOf } from './alert-rules';
import { rightSized } from './autoscaling';
import { collectorEndpoint, toCollectors } from './collector-endpoint';
import { controlPlane } from './control-plane';
import { fromOptimizerRoute } from './optimizer-route';
import { componentPeer } from './pod-peers';
import type { PlatformChart } from '../constructs/platform-chart';
import { watchedLimits } from './watched-limits';
import { platformChart, sizingOf, zonesOf } from './platform-charts';
import { fromScrapers } from './scrapers';

const name = components.optimizer;
const namespace = namespaces.observability;
const settingsFolder = '/etc/optimizer';

/** Largest headroom that the optimizer may publish. */
const largestHeadroom = 1.2;
/** Seconds until a new pod has its node and its image, before it starts. */
const placing = 30;

/** The optimizer: publishes replicas for the forecast load while the forecast is trusted. An environment without a forecast signal has none. */
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
    env: [{ name: 'NODE_OPTIONS', value: nodeOptions(mebibytes(sizing.memory.limit)).join(' ') }],
    replicas: component.replicas,
    zones: zonesOf(environment),
    sizing,
    ports: { http: ports.optimizer },
    probes: { live: livenessProbe('/health', 'http'), ready: httpProbe('/health/ready', 'http') },
    volumes: [{ volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: settingsFolder }],
    usesApiServer: true,
    from: [...fromScrapers(environment, [ports.optimizer]), ...fromOptimizerRoute(environment)],
    to: [
      controlPlane(environment),
      { peer: componentPeer(components.prometheus), ports: [ports.prometheus] },
      ...(isOptimizerTraced(environment) ? [toCollectors(environment)] : []),
    ],
  });
  new AccessRights(chart, 'access-rights', {
    name,
    namespace,
    cluster: isWritable(settings) ? rightsToAskAboutCallers : [],
    own: ownRights({ ...optimizerObjects, interventions: settings.kubernetes?.interventions?.name }),
    inNamespaces: rightsByNamespace(settings),
  });
  for (const writer of optimizerOf(environment).writers ?? []) writerRights(chart, writer, settings);
  rightSized(chart, environment, { name, target: 'Deployment' });
}

const isWritable = ({ kubernetes }: OptimizerSettings): boolean => kubernetes?.interventions !== undefined;

/** A ServiceAccount whose tokens may freeze, and answer proposals of, the workloads that are optimized; no pod has it, and it may do nothing else. */
function writerRights(chart: PlatformChart, writer: string, { workloads }: OptimizerSettings): void {
  const account = writerAccount(writer);
  new UnmountedAccount(chart, `writer-${writer}`, account);
  const right: Right = { group: optimizerInterventions.group, resources: ['workloads'], verbs: ['approve', 'reject', 'freeze', 'unfreeze'] };
  const spaces = [...new Set(workloads.map((workload) => workload.namespace))];
  new AccessRights(chart, `writer-${writer}-rights`, { name: account, namespace, inNamespaces: Object.fromEntries(spaces.map((space) => [space, [right]])) });
}

/** What is kept of fourteen days is a quarter of the heap; the rest of the memory is for the code and what is not the heap's. @param limit MiB of the container */
export function nodeOptions(limit: number): readonly string[] {
  return [`--max-old-space-size=${Math.floor(limit * 0.7)}`];
}

/**
 * Settings of the optimizer's process.
 * @throws Error with every problem when the process would refuse them
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
      ...((optimizerOf(environment).writers ?? []).length === 0 ? {} : { interventions: optimizerInterventions }),
      leaseFor: 30,
    },
    ...(isOptimizerTraced(environment) ? { tracing: { endpoint: collectorEndpoint(environment) } } : {}),
    links: linksOf(environment),
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin: 300, days: 14 },
    relearn: 21_600,
    signals: { window: seconds(telemetry.window), delay: Math.ceil(delayBudget(telemetry).typical), syncPeriod: seconds(telemetry.syncPeriod) },
    knee: latencyKnee,
    watched: watchedLimits(environment),
    workloads: optimizedWorkloads(environment).map((workload) => workloadSettings(environment, workload)),
  });
  if (result.ok) return result.settings;
  const problems = result.problems.map(({ path, rule, received }) => `${path}: ${rule}, received ${received}`);
  throw new Error(`${environment.name}: the optimizer would refuse its settings:\n  ${problems.join('\n  ')}`);
}

/** What is tuned is read, and written only where a policy may act, or people may have it act. */
function rightsByNamespace(settings: OptimizerSettings): Readonly<Record<string, readonly Right[]>> {
  const { workloads } = settings;
  const spaces = [...new Set(workloads.map((workload) => workload.namespace))];
  return Object.fromEntries(
    spaces.map((space) => {
      const tuned = workloads.filter((one) => one.namespace === space && one.tuned !== undefined);
      const names = (acts: boolean): string[] =>
        tuned.filter((one) => (mayAct(one) || (isWritable(settings) && proposes(one))) === acts).map((one) => tunablesOf(one.deployment));
      return [space, rightsBesideWorkloads({ read: names(false), written: names(true) })];
    }),
  );
}

function mayAct({ tuned }: WorkloadSettings): boolean {
  return [tuned?.cache?.mode, tuned?.pool?.mode].includes('act');
}

function proposes({ tuned }: WorkloadSettings): boolean {
  return [tuned?.cache?.mode, tuned?.pool?.mode].includes('advise');
}

/** What an environment says nothing of. */
const advised = { sizing: 'advise', anomalies: 'advise', bottlenecks: 'advise' } as const;

function workloadSettings(environment: Environment, workload: ScaledKind): Readonly<Record<string, unknown>> {
  const { forecast, headroom, limits, tuned, ...modes } = optimizerOf(environment);
  const { sizing, anomalies, bottlenecks } = { ...advised, ...modes };
  const { cpu, memory } = sizingOf(environment, workload.name);
  const own = tuned?.[workload.name];
  return {
    namespace: workload.namespace,
    deployment: workload.name,
    ...loadSettings(workload, forecastLoadOf(workload, environment)),
    startUp: placing + seconds((workload.kind === 'web' ? lifecycleOf(workload) : workerLifecycle(workload)).start.usual),
    burst: Math.min(Math.max(millicores(cpu.limit) / millicores(cpu.request), 1), 100),
    forecast,
    headroom: {
      mode: workload.kind === 'web' ? headroom : 'off',
      most: Math.max(1, Math.floor(100 * (mostHeadroom(workload.scaling) ?? largestHeadroom)) / 100),
    },
    limits,
    sizing: { mode: sizing, cpu: inNumbers(cpu, millicores), memory: inNumbers(memory, mebibytes) },
    anomalies: { mode: anomalies, cap: workload.scaling.signals.forecast?.cap ?? workload.scaling.maxReplicas },
    bottlenecks: workload.kind === 'web' ? bottlenecks : 'off',
    ...(own === undefined ? {} : { tuned: tunedSettings(environment, workload, own) }),
  };
}

/**
 * The policy as the optimizer tries it. What a worker is scaled on takes the place of requests: to a replay both are a load of which a pod is meant to carry so much.
 * How full its pods may be is a question of how long requests take, so its headroom is off.
 */
function loadSettings({ scaling }: ScaledKind, load: ForecastLoad | undefined): { readonly scaling: ScalingPolicy; readonly load?: object } {
  if (load === undefined || load.kind === 'requests') return { scaling };
  const { cpu, forecast } = scaling.signals;
  const { perPod, cap } = load;
  const signals = { ...(cpu && { cpu }), requestRate: { perPod, cap }, ...(forecast && { forecast: { cap: forecast.cap } }) };
  return { scaling: { ...scaling, signals }, load: { of: 'worker', unit: unitOf(load) } };
}

type Sides<Quantity> = Readonly<Record<'request' | 'limit' | 'min' | 'max', Quantity>>;

function inNumbers<Quantity>({ request, limit, min, max }: Sides<Quantity>, number: (quantity: Quantity) => number): Sides<number> {
  return { request: number(request), limit: number(limit), min: number(min), max: number(max) };
}

function tunedSettings(
  environment: Environment,
  workload: ScaledKind,
  { metrics, cache, pool, watch = '270s' }: TunedWorkload,
): Readonly<Record<string, unknown>> {
  const most = pool === undefined ? undefined : mostPoolOf(workload, environment);
  return {
    prefix: metrics,
    ...(cache === undefined ? {} : { cache: { mode: 'advise', prewarm: 0, ...cache } }),
    ...(most === undefined ? {} : { pool: { mode: pool?.mode ?? 'advise', connections: { least: 1, most } } }),
    watch: seconds(watch),
  };
}
