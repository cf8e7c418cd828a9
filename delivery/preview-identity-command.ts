/** The command `npm run preview-identity` as a function: the project is an argument. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { knownEnvironments } from '../checks/read-manifests';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { releaseIn } from './apply/release';
import { previewIdentity } from './preview/identity';

const help = `Prints manifests that an administrator applies once, so that an identity may try an environment's manifests and change nothing: rights to the kinds that are in
them, without Secrets, and an admission policy that admits only its dry runs.

  npm run --silent preview-identity -- --env <name> --user <user> | kubectl apply --server-side -f -
  --user <user>          the address of a Google service account, or system:serviceaccount:<namespace>:<name>
  --manifests <folder>   another folder than manifests/, with a folder for the environment
  --help                 this text

With it: npm run apply -- --env <name> --dry-run. Print and apply it anew when a kind is added.`;

export function previewIdentityCommand(args: readonly string[], root: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        user: { type: 'string' },
        manifests: { type: 'string', default: join(root, 'manifests') },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const { manifests, user = '' } = values;
    const known = knownEnvironments(manifests);
    const environment = known.find((one) => one === values.env);
    const problems = [
      ...(environment === undefined ? [`--env must be one of ${known.join(', ')}, received ${values.env ?? 'nothing'}`] : []),
      // the name is used in an expression
      ...(/^[\w.@:-]+$/.test(user) ? [] : [`--user must be a user of the API server, of letters, digits and . @ : - _, received ${user || 'nothing'}`]),
    ];
    if (environment === undefined || problems.length > 0) throw new Error(problems.join('\n'));
    const objects = previewIdentity({ user, objects: releaseIn(manifests, environment).objects });
    return succeeded(objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n'));
  });
}
