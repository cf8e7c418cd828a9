/** The command `npm run pin` as a function: the folder of the configuration is an argument. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { withImage } from './new/image-edit';

const help = `Writes an image with its digest into the configuration: of a workload of an environment, or of a component of the platform.

  npm run pin -- --env <name> --workload <name> --image <registry/repository:tag@sha256:digest>
  npm run pin -- --component <name> --image <…>   in config/versions.json, for every environment
  npm run pin -- --name-of <tag> --registry <registry/repository>   the name of the image of a git tag such as backend-1.4.0, as outputs of a workflow
  npm run pin -- --help                           this text

npm start and npm run plan then generate the files that follow from it, and npm run propose makes a pull request of all changes.
Ends with 1, and changes nothing, where there is no such workload or component, or its image is not a literal text in the file.`;

/** With a digest: the built image runs, even if the tag is moved. */
const pinned = /^[a-z0-9][a-z0-9.:-]*\/[a-z0-9][a-z0-9._/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}$/;

export function pinCommand(args: readonly string[], config: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        workload: { type: 'string' },
        component: { type: 'string' },
        image: { type: 'string' },
        'name-of': { type: 'string' },
        registry: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    if (values['name-of'] !== undefined) return succeeded(nameOf(values['name-of'], values.registry));
    const { image } = values;
    if (image === undefined || !pinned.test(image))
      throw new Error(`--image must have a registry and end with @sha256: and its digest, received ${image ?? 'nothing'}`);
    const { file, edited } = values.component === undefined ? ofWorkload(config, values, image) : ofComponent(config, values.component, image);
    writeFileSync(file, edited);
    return succeeded(`${file} has ${image}: npm start, npm run plan\n`);
  });
}

/** The author of a tag chooses its text, and a line break in an output of a workflow would start another output. */
function nameOf(tag: string, registry = ''): string {
  const [, name, version] = /^([a-z][a-z0-9-]*?)-(\d[A-Za-z0-9._-]{0,100})$/.exec(tag) ?? [];
  if (name === undefined || version === undefined) throw new Error(`--name-of must be a name and a version such as backend-1.4.0, received ${tag}`);
  if (!/^[a-z0-9][a-z0-9.:-]*(\/[a-z0-9][a-z0-9._-]*)+$/.test(registry))
    throw new Error(`--registry must be a registry and a repository, received ${registry || 'nothing'}`);
  return `repository=${registry}/${name}\nimage=${registry}/${name}:${version}\n`;
}

interface Edit {
  readonly file: string;
  readonly edited: string;
}

function ofWorkload(config: string, { env, workload }: { readonly env?: string | undefined; readonly workload?: string | undefined }, image: string): Edit {
  if (env === undefined || !/^[a-z][a-z0-9-]*$/.test(env)) throw new Error(`--env must be an environment, received ${env ?? 'nothing'}`);
  if (workload === undefined) throw new Error('--workload or --component must be there, received neither');
  const file = join(config, `${env}.ts`);
  if (!existsSync(file)) throw new Error(`--env must be an environment with a file ${file}, received ${env}`);
  const edited = withImage(readFileSync(file, 'utf8'), workload, image);
  if (edited === undefined) throw new Error(`--workload must be one whose image is a text in ${file}, received ${workload}`);
  return { file, edited };
}

function ofComponent(config: string, component: string, image: string): Edit {
  const file = join(config, 'versions.json');
  const text = readFileSync(file, 'utf8');
  const name = component.replaceAll(/[^a-z0-9-]/g, '?');
  const line = new RegExp(`^(    "${name.replaceAll('?', '\\?')}": )"[^"]*"`, 'm');
  if (!line.test(text)) throw new Error(`--component must be an image of ${file}, received ${component}`);
  return { file, edited: text.replace(line, (_, before: string) => `${before}${JSON.stringify(image)}`) };
}
