/** The example twice, as `backend` and as the price service that it calls, with Redis, each with the environment that the manifest injects and nothing else of tracing. */
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import { freePort } from '../processes/free-ports';
import { startExampleBackend } from '../processes/example-backend';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startRedis } from '../processes/redis';
import { backendOf } from '../platform/environment';
import { injectedEnvironment } from './injected-environment';

export interface Shop {
  readonly backend: Running;
  readonly prices: Running;
  readonly redis: Running;
}

export interface ShopOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** Where a collector takes OTLP over HTTP, with `http://`. */
  readonly endpoint: string;
  /** Whether requests may ask for trouble by `x-fault`. @default false */
  readonly faults?: boolean;
}

/** Name of the second service in spans, and of its Deployment in their metrics. */
export const pricesName = 'prices';

export async function startShop({ processes, environment, endpoint, faults = false }: ShopOptions): Promise<Shop> {
  const redis = await startRedis(processes);
  const [backendPort, pricesPort] = [await freePort(), await freePort()];
  const places = { processes, environment, endpoint, faults, redis, prices: `http://127.0.0.1:${pricesPort}` };
  const { name } = backendOf(environment);
  const [backend, prices] = await Promise.all([startBackend({ ...places, pod: `${name}-0`, port: backendPort }), startPrices({ ...places, port: pricesPort })]);
  return { backend, prices, redis };
}

export interface ShopProcessOptions extends ShopOptions {
  readonly port: number;
  readonly redis: Running;
  /** File of the database, where several processes share one. @default - one of its own */
  readonly database?: string;
}

/**
 * One pod of the workload.
 * @param options.prices address of the price service, with `http://`
 * @param options.settings variables of its own, which win
 */
export async function startBackend(
  options: ShopProcessOptions & { readonly pod: string; readonly prices: string; readonly settings?: Readonly<Record<string, string>> },
): Promise<Running> {
  return startOne(options.pod, options, { PRICES_URL: options.prices, ...options.settings });
}

/** The price service as its own Deployment would have it. */
export async function startPrices(options: ShopProcessOptions): Promise<Running> {
  const { namespace } = backendOf(options.environment);
  return startOne(`${pricesName}-0`, options, {
    OTEL_SERVICE_NAME: pricesName,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace},k8s.namespace.name=${namespace},k8s.deployment.name=${pricesName},k8s.pod.name=${pricesName}-0`,
  });
}

async function startOne(
  pod: string,
  { processes, environment, endpoint, faults = false, redis, port, database }: ShopProcessOptions,
  settings: Readonly<Record<string, string>>,
): Promise<Running> {
  const injected = await injectedEnvironment(synthesize(environment), { workload: backendOf(environment).name, pod, endpoint });
  return startExampleBackend({
    processes,
    name: pod,
    port,
    environment: {
      ...injected,
      ...settings,
      ...(database === undefined ? {} : { DATABASE_URL: `sqlite:///${database}` }),
      FAULTS: faults ? '1' : '0',
      REDIS_URL: redis.url.replace('tcp:', 'redis:'),
    },
  });
}
