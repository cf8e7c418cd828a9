/** Configurations of collectors and Jaeger, as the programs themselves read them. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { componentsOf, type Component } from '../../config/components';
import { environments } from '../../config/environments';
import { components } from '../../config/names';
import { binaryOf } from '../build';
import type { ComponentName } from '../components';
import { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../scenario';

const run = promisify(execFile);

/** The program that reads a component's `config.yaml`; other components have other configurations. */
const readers: Partial<Record<Component, ComponentName>> = {
  [components.collectorAgent]: 'otelcol',
  [components.collectorGateway]: 'otelcol',
  [components.jaeger]: 'jaeger',
  [components.jaegerCollector]: 'jaeger',
  [components.jaegerQuery]: 'jaeger',
};

/** @throws Error with what the program says of the first file that it does not accept */
export async function tracingConfigs({ folder, report }: Pick<ScenarioContext, 'folder' | 'report'>): Promise<void> {
  for (const environment of environments) {
    const manifests = Manifests.of(environment);
    const accepted: string[] = [];
    for (const { name } of componentsOf(environment)) {
      const program = readers[name];
      if (program === undefined) continue;
      const { 'config.yaml': text = '' } = manifests.configFiles(new RegExp(`^${name}-[0-9a-f]{10}$`));
      const file = join(folder, environment.name, name, 'config.yaml');
      await mkdir(join(folder, environment.name, name), { recursive: true });
      await writeFile(file, text);
      await run(binaryOf(program), ['validate', `--config=${file}`], { env: { ...process.env, POD_IP: '127.0.0.1' } });
      accepted.push(name);
    }
    if (accepted.length < 2) throw new Error(`${environment.name} must have collectors and Jaeger, received ${accepted.join(', ') || 'neither'}`);
    report(`${environment.name}: ${accepted.join(', ')}`);
  }
}
