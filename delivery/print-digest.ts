/** `npm run digest`: the digest of what is generated for an environment, and the file by which it is approved. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { knownEnvironments } from '../checks/read-manifests';
import { exitStatus, reason } from '../command-line/failure';
import { planAt, planIn, releaseAt, releaseIn, type Release } from './apply/release';
import { approvalFile, approvalText, approvedIn, approvedRelease } from './approved';
import { commitNamed } from './git';

const help = `Prints the digest of what is generated for an environment: of manifests/<env>/ and plans/<env>.yaml.

  npm run digest -- --env <name>                     of the files here, and their commit where there is one
  npm run digest -- --env <name> --commit <commit>   of that commit
  npm run digest -- --env <name> --write             writes releases/<env>.yaml: from then on nothing else can be applied to the environment
  npm run digest -- --env <name> --outputs           commit and digest that releases/<env>.yaml approves, and whether the plan of infrastructure is here, as outputs of a workflow
  --manifests <folder>                               another folder than manifests/
  --help                                             this text

The same by hand: LC_ALL=C sha256sum manifests/prod/*.yaml plans/prod.yaml | sha256sum`;

const committed = join(__dirname, '..', 'manifests');

function main(): void {
  const { values } = parseArgs({
    options: {
      env: { type: 'string' },
      commit: { type: 'string' },
      write: { type: 'boolean', default: false },
      outputs: { type: 'boolean', default: false },
      manifests: { type: 'string', default: committed },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const { env, manifests } = values;
  const known = knownEnvironments(manifests);
  const environment = known.find((name) => name === env);
  if (environment === undefined) throw new Error(`--env must be one of ${known.join(', ')}, received ${env ?? 'nothing'}`);
  if (values.outputs) {
    console.log(outputs(manifests, environment).join('\n'));
    return;
  }
  const release = named(manifests, environment, values.commit);
  if (values.write) write(manifests, release);
  console.log([release.digest, ...(release.commit === undefined ? ['of no commit'] : [`of commit ${release.commit}`])].join('\n'));
}

function named(manifests: string, environment: string, commit: string | undefined): Release {
  if (commit === undefined) return releaseIn(manifests, environment);
  const release = releaseAt(manifests, commitNamed(manifests, '--commit', commit), environment);
  if (release === undefined) throw new Error(`--commit must have manifests of ${environment}, received ${commit}`);
  return release;
}

/** @throws Error when the approved files are not in a commit */
function write(manifests: string, { environment, commit, digest }: Release): void {
  if (commit === undefined)
    throw new Error(`approved files must be committed: manifests/${environment} and plans/${environment}.yaml differ from the commit that is checked out`);
  const file = approvalFile(manifests, environment);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, approvalText(environment, { commit, digest }));
}

/** An earlier release, for example after a revert, has manifests in git, and a plan that the present program would not make. */
function outputs(manifests: string, environment: string): readonly string[] {
  const approved = approvedIn(manifests, environment);
  const release = approved === undefined ? releaseIn(manifests, environment) : approvedRelease(manifests, environment, approved);
  const { commit, digest } = release;
  const here = approved === undefined || planAt(manifests, approved.commit, environment) === planIn(manifests, environment);
  return [`commit=${commit ?? ''}`, `digest=${digest}`, `infrastructure=${String(here)}`];
}

try {
  main();
} catch (error) {
  console.error(reason(error));
  process.exitCode = exitStatus(error);
}
