/** The example twice, as `backend` and as the price service that it calls, with Redis, each with the environment that the manifest injects and nothing else of tracing. */
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import { freePort } from '../free-ports';
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
  const files = synthesize(environment);
  const { name: workload, namespace } = backendOf(environment);
  const redis = await startRedis(processes);
  const start = async (name: string, port: number, settings: Readonly<Record<string, string>>): Promise<Running> =>
    startExampleBackend({
      processes,
      name,
      port,
      environment: {
        ...(await injectedEnvironment(files, { workload, pod: `${name}-0`, endpoint })),
        ...settings,
        FAULTS: faults ? '1' : '0',
        REDIS_URL: redis.url.replace('tcp:', 'redis:'),
      },
    });
  const [backendPort, pricesPort] = [await freePort(), await freePort()];
  const [backend, prices] = await Promise.all([
    start(workload, backendPort, { PRICES_URL: `http://127.0.0.1:${pricesPort}` }),
    start(pricesName, pricesPort, {
      OTEL_SERVICE_NAME: pricesName,
      // as its own Deployment would have it
      OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${namespace},k8s.namespace.name=${namespace},k8s.deployment.name=${pricesName},k8s.pod.name=${pricesName}-0`,
    }),
  ]);
  return { backend, prices, redis };
}
