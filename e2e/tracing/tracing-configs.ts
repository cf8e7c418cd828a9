/** Checks configurations of collectors and Jaeger with the programs themselves. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownFolder, queueLink } from '../../charts/collector-config';
import { componentsOf, type Component } from '../../config/components';
import type { Environment } from '../../config/environment';
import { environments } from '../../test/fixtures/environments';
import { components } from '../../config/names';
import type { TraceStorage } from '../../config/tracing';
import { binaryOf } from '../toolchain/build';
import type { ComponentName } from '../toolchain/components';
import { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../runner/scenario';

const run = promisify(execFile);

/** The program that reads a component's `config.yaml`; other components have other configurations. */
const readers: Partial<Record<Component, ComponentName>> = {
  [components.collectorAgent]: 'otelcol',
  [components.collectorGateway]: 'otelcol',
  [components.jaeger]: 'jaeger',
  [components.jaegerCollector]: 'jaeger',
  [components.jaegerQuery]: 'jaeger',
};

/** Stores outside the cluster, which no shipped environment has. */
const credentials = { user: { secret: 'jaeger-storage', key: 'user' }, password: { secret: 'jaeger-storage', key: 'password' } };
const search = { url: 'https://10.200.0.7:9200', ...credentials, network: { cidr: '10.200.0.0/24', port: 9200 } };
const stores: readonly TraceStorage[] = [
  { kind: 'opensearch', ...search },
  { kind: 'elasticsearch', ...search },
  { kind: 'clickhouse', address: '10.200.0.7:9000', database: 'jaeger', ...credentials, network: { cidr: '10.200.0.0/24', port: 9000 } },
];

/** Variables that replace those of a pod. */
const variables = { POD_IP: '127.0.0.1' };
const credentialFileTexts = { user: 'jaeger', password: 'of-nobody' };

/** @throws Error with the program's output for the first file that it refuses */
export async function tracingConfigs(context: Pick<ScenarioContext, 'folder' | 'report'>): Promise<void> {
  for (const environment of environments) {
    await configsOf(context, environment, environment.name);
    await configsOf(context, withOwnHealth(environment), `${environment.name}-health`);
    for (const storage of stores) {
      await configsOf(context, { ...environment, tracing: { ...environment.tracing, storage } }, `${environment.name}-${storage.kind}`);
    }
  }
}

/** The environment in which each workload has its own health routes. */
function withOwnHealth(environment: Environment): Environment {
  const [first] = environment.workloads;
  if (first === undefined) return environment;
  const second = { ...first, name: 'second', path: '/second', health: { live: '/livez', ready: '/readyz' } };
  const size = environment.sizing[first.name];
  const sizing = { ...environment.sizing, ...(size === undefined ? {} : { [second.name]: size }) };
  const status = { live: '/status', ready: '/status' };
  return {
    ...environment,
    workloads: [...environment.workloads.map((workload) => ({ ...workload, health: status })), second],
    sizing,
  };
}

async function configsOf({ folder, report }: Pick<ScenarioContext, 'folder' | 'report'>, environment: Environment, title: string): Promise<void> {
  const manifests = Manifests.of(environment);
  const accepted: string[] = [];
  const secrets = join(folder, 'credentials');
  const own = join(folder, 'own');
  for (const made of [secrets, queueLink(own)]) await mkdir(made, { recursive: true });
  for (const [name, text] of Object.entries(credentialFileTexts)) await writeFile(join(secrets, name), text);
  for (const { name } of componentsOf(environment)) {
    const program = readers[name];
    if (program === undefined) continue;
    const { 'config.yaml': text = '' } = manifests.configFiles(new RegExp(`^${name}-[0-9a-f]{10}$`));
    const file = join(folder, title, name, 'config.yaml');
    await mkdir(join(folder, title, name), { recursive: true });
    await writeFile(file, text.replaceAll(/\/etc\/trace-store(?=\/)/g, secrets).replaceAll(ownFolder, own));
    // with all arguments of the pod, to find unknown ones too
    const args = manifests.args(name).map((argument) => argument.replace(/^--config=.*/, `--config=${file}`));
    await run(binaryOf(program), ['validate', ...args], { env: { ...process.env, ...variables } });
    accepted.push(name);
  }
  if (accepted.length < 2) throw new Error(`${title} must have collectors and Jaeger, received ${accepted.join(', ') || 'neither'}`);
  report(`${title}: ${accepted.join(', ')}`);
}
