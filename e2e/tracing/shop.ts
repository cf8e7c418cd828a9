/** The example twice, as `backend` and as the price service that it calls, with Redis, each with the variables that the manifest injects and no other configuration of tracing. */
import { join } from 'node:path';
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import { freePort } from '../processes/free-ports';
import { runExample, startExampleBackend, startExampleWorker } from '../processes/example-backend';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startRedis } from '../processes/redis';
import { backendOf } from '../platform/environment';
import { injectedEnvironment } from './injected-environment';

export interface Shop {
  readonly backend: Running;
  readonly prices: Running;
  readonly redis: Running;
  /** The worker that fulfils orders, with its task. */
  readonly fulfilment?: Fulfilment;
}

export interface Fulfilment {
  readonly worker: Running;
  /** Runs the nightly task for today. @returns its report */
  night(): Promise<Readonly<Record<string, unknown>>>;
}

export interface ShopOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** URL of a collector's OTLP receiver over HTTP, with `http://`. */
  readonly endpoint: string;
  /** Whether requests may inject faults by `x-fault`. @default false */
  readonly faults?: boolean;
  /** Whether orders go through a queue to a worker. @default false */
  readonly fulfils?: boolean;
}

/** Name of the second service in spans, and of its Deployment in their metrics. */
export const pricesName = 'prices';
/** Name of the worker in spans, and of its Deployment. */
const fulfilmentName = 'fulfilment';

export async function startShop({ processes, environment, endpoint, faults = false, fulfils = false }: ShopOptions): Promise<Shop> {
  const redis = await startRedis(processes);
  const [backendPort, pricesPort] = [await freePort(), await freePort()];
  const places = { processes, environment, endpoint, faults, redis, prices: `http://127.0.0.1:${pricesPort}` };
  const pod = `${backendOf(environment).name}-0`;
  if (!fulfils) {
    const [backend, prices] = await Promise.all([startBackend({ ...places, pod, port: backendPort }), startPrices({ ...places, port: pricesPort })]);
    return { backend, prices, redis };
  }
  const database = join(processes.scratchFolder('shop'), 'shop.db');
  const settings = { QUEUE_URL: `${redis.url.replace('tcp:', 'redis:')}/1` };
  const [backend, prices, worker] = await Promise.all([
    startBackend({ ...places, pod, port: backendPort, database, settings }),
    startPrices({ ...places, port: pricesPort }),
    startWorker({ ...places, database, settings }),
  ]);
  const night = async (): Promise<Readonly<Record<string, unknown>>> => {
    const today = new Date().toISOString().slice(0, 10);
    const lines = await runExample(['python', '-m', 'app.nightly', '--day', today], { DATABASE_URL: `sqlite:///${database}`, ...settings });
    return lines.at(-1) ?? {};
  };
  return { backend, prices, redis, fulfilment: { worker, night } };
}

type Settings = Readonly<Record<string, string>>;

/** Starts the worker with the environment of a Deployment. */
async function startWorker(options: Omit<ShopProcessOptions, 'port'> & { readonly settings: Settings }): Promise<Running> {
  const { processes, environment } = options;
  return startExampleWorker({
    processes,
    name: `${fulfilmentName}-0`,
    args: ['python', '-m', 'app.worker'],
    environment: await variablesOf(`${fulfilmentName}-0`, options, { ...asService(environment, fulfilmentName), ...options.settings }),
  });
}

export interface ShopProcessOptions extends ShopOptions {
  readonly port: number;
  readonly redis: Running;
  /** File of a database that several processes share. @default - a new one */
  readonly database?: string;
}

/**
 * One pod of the workload.
 * @param options.prices address of the price service, with `http://`
 * @param options.settings further variables, which override others
 */
export async function startBackend(
  options: ShopProcessOptions & { readonly pod: string; readonly prices: string; readonly settings?: Settings },
): Promise<Running> {
  return startOne(options.pod, options, { PRICES_URL: options.prices, ...options.settings });
}

/** Starts the price service with the environment of a Deployment. */
export async function startPrices(options: ShopProcessOptions): Promise<Running> {
  return startOne(`${pricesName}-0`, options, asService(options.environment, pricesName));
}

async function startOne(pod: string, options: ShopProcessOptions, settings: Settings): Promise<Running> {
  const { processes, port } = options;
  return startExampleBackend({ processes, name: pod, port, environment: await variablesOf(pod, options, settings) });
}

/** Variables that give spans the names of another Deployment. */
function asService(environment: Environment, name: string): Settings {
  const { namespace } = backendOf(environment);
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace},k8s.namespace.name=${namespace},k8s.deployment.name=${name},k8s.pod.name=${name}-0`,
  };
}

async function variablesOf(
  pod: string,
  { environment, endpoint, faults = false, redis, database }: Omit<ShopProcessOptions, 'port'>,
  settings: Settings,
): Promise<Settings> {
  const injected = await injectedEnvironment(synthesize(environment), { workload: backendOf(environment).name, pod, endpoint });
  return {
    ...injected,
    ...settings,
    ...(database === undefined ? {} : { DATABASE_URL: `sqlite:///${database}` }),
    FAULTS: faults ? '1' : '0',
    REDIS_URL: redis.url.replace('tcp:', 'redis:'),
  };
}
