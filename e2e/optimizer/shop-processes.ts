/** Processes of the example beside each other, each with tunables, a database and a cache of its own, on one PostgreSQL and one Redis. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { namespaces } from '../../config/names';
import type { MetricsSource } from '../../optimizer/ports';
import { startExampleBackend } from '../processes/example-backend';
import { freePort } from '../processes/free-ports';
import { startPostgres } from '../processes/postgresql';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startRedis } from '../processes/redis';
import { examplePython } from '../toolchain/python';
import type { Hastened } from './hastened';
import { ObservedShop } from './observed-shop';
import { usual } from './seeded-changes';
import type { ShoppersOptions } from './shoppers';
import { TunablesFolder } from './tunables-folder';

const run = promisify(execFile);

export interface ShopProcess {
  /** Of its workload. */
  readonly name: string;
  readonly namespace: string;
  readonly backend: Running;
  readonly tunables: TunablesFolder;
}

/** A shop with what is measured of it, in real time. */
export interface MeasuredShop extends ShopProcess {
  readonly source: MetricsSource;
  readonly onAnswer?: ShoppersOptions['onAnswer'];
  /** What was measured before is forgotten. */
  readonly onWarm?: () => void;
}

export interface ShopPlace {
  readonly name: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** @param start starts the process of a place; the example alone where nothing traces it */
export async function startShops(
  processes: ProcessGroup,
  count: number,
  start: (place: ShopPlace) => Promise<Running> = ({ name, port, environment }) => startExampleBackend({ processes, name, port, environment }),
): Promise<readonly ShopProcess[]> {
  const names = Array.from({ length: count }, (_, index) => `shop-${index}`);
  const [postgres, redis] = await Promise.all([startPostgres(processes, { max_connections: 100 * count + 20 }), startRedis(processes)]);
  const database = (name: string): string => `postgresql://postgres@127.0.0.1:${postgres.port}/${name}`;
  await run(await examplePython(), [join(__dirname, '..', 'databases', 'make_databases.py'), database('postgres'), ...names]);
  const one = async (name: string, index: number): Promise<ShopProcess> => {
    const tunables = new TunablesFolder(processes.scratchFolder(`${name}-tunables`), { values: usual, finished: [] });
    const environment = {
      DATABASE_URL: database(name),
      // a numbered database of one Redis each
      REDIS_URL: `${redis.url.replace('tcp:', 'redis:')}/${index}`,
      TUNABLES_FILE: tunables.file,
      FAULTS: '1',
    };
    return { name, namespace: namespaces.backend, tunables, backend: await start({ name, port: await freePort(), environment }) };
  };
  return Promise.all(names.map(one));
}

/** Without a collector and without Prometheus: what users and a scraper see of each. */
export async function startObservedShops(processes: ProcessGroup, count: number, hastened: Hastened): Promise<readonly MeasuredShop[]> {
  return (await startShops(processes, count)).map((shop) => {
    const observed = new ObservedShop(shop.backend.url, hastened);
    return { ...shop, source: observed.source({ namespace: shop.namespace, deployment: shop.name }), onAnswer: observed.onAnswer, onWarm: observed.forget };
  });
}
