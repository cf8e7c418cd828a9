import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { componentPriority, components, ports } from '../config/names';
import { storageClassFor } from '../config/google/node-disk';
import { platformImage } from '../config/google/platform-images';
import type { OutsideStore } from '../config/trace-store';
import { goMemoryLimit } from '../constructs/collector/memory';
import { ConfigFiles, configText } from '../constructs/config-files';
import type { JaegerRole } from '../constructs/jaeger/jaeger-config';
import { badgerFolder, credentialFiles, credentialsFolder } from '../constructs/jaeger/storage';
import type { Connection } from '../constructs/network-access';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment, type MountedVolume, type PlatformDeploymentProps } from '../constructs/platform-deployment';
import { PlatformStatefulSet } from '../constructs/platform-stateful-set';
import type { PlatformChart } from '../constructs/platform-chart';
import { rightSized } from './autoscaling';
import { componentPeer } from './pod-peers';
import { fromConsole, jaegerConsole } from './console-access';
import { jaegerConfigFolder, jaegerFiles, jaegerOf } from './jaeger-config';
import { platformChart, sizingOf, storageOf } from './platform-charts';
import { fromScrapers } from './scrapers';

/** Numeric user of Jaeger's image; the volume must belong to it. */
const jaegerUser = 10001;
const takes = { 'otlp-grpc': ports.otlpGrpc, 'otlp-http': ports.otlpHttp };
const shows = { http: ports.jaegerQuery };
const always = { 'self-metrics': ports.selfMetrics, health: ports.health };
const health = httpProbe('/status', 'health');
/** Five minutes to start: Badger replays its log after a crash, and in an outside store Jaeger creates indices or tables. */
const probes = { live: livenessProbe('/status', 'health'), ready: health, start: { ...health, failureThreshold: 30 } };

/** Jaeger: one pod with both roles and a volume, or collector and query as two Deployments with a store outside the cluster. */
export function jaeger(scope: Construct, environment: Environment): void {
  const { storage } = environment.tracing;
  if (storage.kind === 'badger') return alone(scope, environment);
  role(scope, environment, { role: 'collector', name: components.jaegerCollector, ports: { ...takes, ...always }, storage });
  role(scope, environment, { role: 'query', name: components.jaegerQuery, ports: { ...shows, ...always }, storage });
}

/** Badger's files can be opened by only one process: one pod, and no second one during a rollout. */
function alone(scope: Construct, environment: Environment): void {
  const name = components.jaeger;
  const chart = platformChart(scope, name, { file: 'jaeger' });
  const sizing = sizingOf(environment, name);
  new PlatformStatefulSet(chart, 'server', {
    name,
    image: platformImage(environment, 'jaeger'),
    priorityClass: componentPriority.name,
    args: [`--config=${jaegerConfigFolder}/config.yaml`],
    env: [memoryEnv(environment, name)],
    replicas: 1,
    sizing,
    ports: { ...takes, ...shows, ...always },
    probes,
    storage: { size: storageOf(environment, name), mountPath: badgerFolder, storageClass: storageClassFor(environment) },
    volumes: [config(chart, environment, { name, role: 'both' })],
    user: jaegerUser,
    gracePeriod: 60,
    from: [fromGateways, ...fromScrapers(environment, [ports.selfMetrics]), fromGrafana, ...fromConsole(environment, jaegerConsole(environment))],
    to: [toPrometheus],
  });
  rightSized(chart, environment, { name, target: 'StatefulSet' });
}

interface Role {
  readonly role: JaegerRole;
  readonly name: Component;
  readonly ports: PlatformDeploymentProps['ports'];
  readonly storage: OutsideStore;
}

function role(scope: Construct, environment: Environment, { role: played, name, ports: offered, storage }: Role): void {
  const chart = platformChart(scope, name, { file: 'jaeger' });
  const toStorage: Connection = { peer: { kind: 'addresses', cidrs: [storage.network.cidr] }, ports: [storage.network.port] };
  const collects = played === 'collector';
  new PlatformDeployment(chart, 'server', {
    name,
    image: platformImage(environment, 'jaeger'),
    priorityClass: componentPriority.name,
    args: [`--config=${jaegerConfigFolder}/config.yaml`],
    env: [memoryEnv(environment, name)],
    replicas: 2,
    sizing: sizingOf(environment, name),
    ports: offered,
    probes,
    volumes: [config(chart, environment, { name, role: played }), credentials(storage)],
    user: jaegerUser,
    usesApiServer: false,
    from: [
      ...(collects ? [fromGateways] : [fromGrafana, ...fromConsole(environment, jaegerConsole(environment))]),
      ...fromScrapers(environment, [ports.selfMetrics]),
    ],
    to: [toStorage, ...(collects ? [] : [toPrometheus])],
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}

function config(chart: PlatformChart, environment: Environment, { name, role: played }: { readonly name: string; readonly role: JaegerRole }): MountedVolume {
  const files = { ...jaegerFiles, 'config.yaml': configText(jaegerOf(environment, played)) };
  const { configMapName } = new ConfigFiles(chart, 'config', { name, files });
  return { volume: { name: 'config', configMap: { name: configMapName } }, mountPath: jaegerConfigFolder };
}

/** Credentials of the store, as files: variables of a process appear in crash reports and debug pages (CIS GKE 4.4.1). */
function credentials({ user, password }: OutsideStore): MountedVolume {
  const source = ({ secret, key }: OutsideStore['user'], path: string): k8s.VolumeProjection => ({ secret: { name: secret, items: [{ key, path }] } });
  const sources = [source(user, credentialFiles.user), source(password, credentialFiles.password)];
  return { volume: { name: 'credentials', projected: { sources } }, mountPath: credentialsFolder };
}

function memoryEnv(environment: Environment, name: string): k8s.EnvVar {
  return { name: 'GOMEMLIMIT', value: goMemoryLimit(sizingOf(environment, name).memory.limit) };
}

const fromGateways: Connection = { peer: componentPeer(components.collectorGateway), ports: [ports.otlpGrpc] };
/** For traces in Grafana's Explore view, which editors can use. */
const fromGrafana: Connection = { peer: componentPeer(components.grafana), ports: [ports.jaegerQuery] };
/** For the Monitor tab. */
const toPrometheus: Connection = { peer: componentPeer(components.prometheus), ports: [ports.prometheus] };
