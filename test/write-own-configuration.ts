/**
 * Writes one of the own configurations into config/ of the current folder, as a user would: a file for each environment, its sizing beside it,
 * and an empty frozen list, because nothing of it runs yet. `none` removes all configurations. Without an argument it prints their names.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ownConfigurations } from './own-configurations';

const environment = z.looseObject({ name: z.string(), sizing: z.unknown() });

function write(name: string): void {
  if (name === 'none') {
    clear();
    writeFileSync(join('config', 'environment-sources.ts'), 'throw new Error("there is no configuration");\n');
  } else place(name);
}

/** Removes all configurations and the files generated from them. */
function clear(): void {
  for (const left of ['dev', 'prod', 'staging']) rmSync(join('config', `${left}.ts`), { force: true });
  rmSync(join('config', 'sizing'), { recursive: true, force: true });
  writeFileSync(join('checks', 'identity', 'frozen.json'), '{}\n');
  for (const folder of ['manifests', 'plans', 'docs/audit']) for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
}

function place(name: string): void {
  const found = ownConfigurations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the configuration must be one of ${ownConfigurations.map((one) => one.name).join('; ')}, received ${name}`);
  const environments = found.environments.map((one) => environment.parse(one));
  clear();
  mkdirSync(join('config', 'sizing'));
  for (const { sizing, ...rest } of environments) {
    writeFileSync(join('config', 'sizing', `${rest.name}.json`), JSON.stringify(sizing));
    writeFileSync(join('config', `${rest.name}.ts`), source(rest.name, JSON.stringify(rest)));
  }
  writeFileSync(join('config', 'environment-sources.ts'), sources(environments.map((one) => one.name)));
}

function source(name: string, fields: string): string {
  return [
    `/** The environment ${name}. */`,
    "import type { EnvironmentSource } from './environment';",
    `import sizing from './sizing/${name}.json';`,
    '',
    `export const ${name}: EnvironmentSource = ${fields.slice(0, -1)},"sizing":sizing};`,
  ].join('\n');
}

function sources(names: readonly string[]): string {
  return [
    '/** Every environment as its author wrote it, unchecked: loading this file never fails. */',
    ...names.map((name) => `import { ${name} } from './${name}';`),
    "import type { EnvironmentSource } from './environment';",
    '',
    `export const sources: readonly EnvironmentSource[] = [${names.join(', ')}];`,
  ].join('\n');
}

const [name] = process.argv.slice(2);
if (name === undefined) for (const one of ownConfigurations) console.log(one.name);
else write(name);
