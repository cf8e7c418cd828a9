/** The whole chain with real programs: control plane, example, collector, Jaeger, Prometheus, adapter and autoscaler. Only kubelets are simulated. */
import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import { components, namespaces } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { seedPolicy } from '../../test/fixtures/standard';
import type { Cluster } from '../cluster/cluster';
import { freePort } from '../processes/free-ports';
import { startMetricsServer } from '../processes/metrics-server';
import { numberAt } from '../cluster/kubernetes-object';
import type { Running } from '../processes/process';
import { startRedis } from '../processes/redis';
import { queryPrometheus, type Sample } from '../prometheus/prometheus-query';
import type { ScenarioContext } from '../runner/scenario';
import { chainTargets } from '../tracing/chain-targets';
import { startGateway, startLoopbackJaeger, type LoopbackGateway, type LoopbackJaeger } from '../tracing/loopback';
import { startPrices } from '../tracing/shop';
import { KubernetesApi } from '../traffic/kubernetes-api';
import { applyManifests, installKinds } from './applied-cluster';
import { backendOf, fastScaleIn, shipped, withWorkloads } from './environment';
import type { Target } from './prometheus-placement';
import { Manifests } from './manifests';
import { startGeneratedAdapter, startGeneratedPrometheus, startGeneratedStateMetrics } from './metrics-chain';
import { ProcessPods } from './process-pods';

export interface RealChain {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly api: KubernetesApi;
  readonly jaeger: LoopbackJaeger;
  readonly gateway: LoopbackGateway;
  readonly prometheus: Running;
  readonly pods: ProcessPods;
  /** Wanted replicas of the Deployment, as its autoscaler last set them. */
  replicas(): Promise<number>;
  query(expression: string): Promise<readonly Sample[]>;
}

export interface RealChainOptions {
  /** Requests a second that one pod is meant to serve. */
  readonly perPod: number;
  /** Most pods that any signal may ask for. @default 6 */
  readonly cap?: number;
  /** Whether the rest of the policy is the shipped one: signals, caps, maximum, failsafe. Pods then have the usage of their processes; the scenario must need `metrics-server`. @default false */
  readonly shippedPolicy?: boolean;
  /** Port of an optimizer that the scenario starts and Prometheus scrapes. @default - none */
  readonly optimizer?: number;
  /** Further changes of the environment. @default - none */
  readonly changed?: (environment: Environment) => Environment;
}

/** Starts the chain with the shipped intervals. */
export async function startRealChain(context: ScenarioContext, options: RealChainOptions): Promise<RealChain> {
  const { perPod, cap = 6, shippedPolicy = false, optimizer, changed = (same: Environment): Environment => same } = options;
  const { processes } = context;
  const environment = changed(shippedPolicy ? wholePolicy(perPod) : smallWorld(perPod, cap));
  const manifests = Manifests.of(environment);
  const hpaSyncPeriod = environment.telemetry.syncPeriod;
  const cluster = await context.startCluster({ nodes: { count: 3, cpu: '16', memory: '64Gi' }, hpa: { hpaSyncPeriod } });
  await installKinds(cluster);
  await applyManifests(cluster, manifests);
  context.report('manifests applied');
  const stateMetrics = [await startGeneratedStateMetrics(cluster, manifests)];
  const prometheusPort = await freePort();
  const jaeger = await startLoopbackJaeger({ processes, environment, prometheus: `http://127.0.0.1:${prometheusPort}` });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const prometheus = await startGeneratedPrometheus({
    cluster,
    manifests,
    stateMetrics,
    port: prometheusPort,
    targets: { ...chainTargets({ gateway, jaeger, prometheusPort }), ...(optimizer === undefined ? {} : optimizerTarget(optimizer)) },
  });
  await startGeneratedAdapter({ cluster, manifests, prometheus, environment });
  // the failsafe reads CPU, and a metric that is not served prevents scale-in
  if (shippedPolicy) await startMetricsServer({ cluster });
  const shop = {
    processes,
    environment,
    endpoint: gateway.http,
    faults: true,
    redis: await startRedis(processes),
    database: join(processes.scratchFolder('database'), 'shop'),
  };
  const prices = await startPrices({ ...shop, port: await freePort() });
  const api = await KubernetesApi.start(cluster);
  const pods = ProcessPods.follow({ ...shop, prices: prices.url, api, usageTold: shippedPolicy });
  context.report('the example, Redis, collector, Jaeger, Prometheus, adapter and kube-state-metrics are ready');
  const { name } = backendOf(environment);
  return {
    environment,
    cluster,
    api,
    jaeger,
    gateway,
    prometheus,
    pods,
    replicas: async () => numberAt(await cluster.get({ kind: 'deployment', name, namespace: namespaces.backend }), ['spec', 'replicas']) ?? 1,
    query: (expression) => queryPrometheus(prometheus.url, expression),
  };
}

function optimizerTarget(port: number): Readonly<Record<string, readonly Target[]>> {
  return { [jobs.optimizer]: [{ address: `127.0.0.1:${port}`, labels: { instance: `${components.optimizer}-0` } }] };
}

/** The shipped dev and its policy, with few requests a second for each pod. */
function wholePolicy(perPod: number): Environment {
  const { requestRate } = seedPolicy.signals;
  const signals = { ...seedPolicy.signals, ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod } }) };
  return withWorkloads(shipped('dev'), { backend: fastScaleIn({ ...seedPolicy, signals }) });
}

/** The shipped dev with few requests a second for each pod, without signals of CPU and memory, whose values kwok invents. */
function smallWorld(perPod: number, cap: number): Environment {
  const { requestRate, latency, errors } = seedPolicy.signals;
  const policy = {
    ...seedPolicy,
    maxReplicas: 8,
    failsafe: { kind: 'none' as const },
    signals: {
      ...(requestRate === undefined ? {} : { requestRate: { perPod, cap } }),
      ...(latency === undefined ? {} : { latency: { ...latency, cap } }),
      ...(errors === undefined ? {} : { errors: { ...errors, cap } }),
    },
  };
  return withWorkloads(shipped('dev'), { backend: fastScaleIn(policy) });
}
