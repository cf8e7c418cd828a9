/** The steps of a retirement, as text for people. */
import { deletion } from './deletion';
import type { Retirement } from './retirement';

export function stepsOf(
  what: string,
  plan: Retirement,
  { write, 'delete-data': dataToo }: { readonly write: boolean; readonly 'delete-data': boolean },
): readonly string[] {
  const again = `npm run identity:retire -- ${what}${dataToo ? ' --delete-data' : ''} --write`;
  const forgotten = plan.keys.map((key) => `     forgets ${key}`);
  const steps = [
    write
      ? [`done: the list is shorter, manifests, plan and audit are generated`, ...forgotten]
      : [again, ...forgotten, '     then generates manifests, plan and audit'],
    ['git add --all && git commit, review and merge'],
    ...Object.keys(plan.deletions).flatMap((environment) =>
      plan.environments.includes(environment) ? [infrastructure(environment)] : inCluster(environment, plan),
    ),
  ];
  return [`${what}:`, ...steps.flatMap(([title = '', ...lines], index) => [`  ${index + 1}. ${title}`, ...lines]), ...(write ? [] : ['nothing was written'])];
}

/** Steps for an environment's infrastructure. With the cluster all its objects are deleted; the stack is destroyed with the configuration that created it. */
function infrastructure(environment: string): readonly string[] {
  return [
    `at a commit that still has ${environment}: cluster.protected: false, then`,
    `     pulumi up --stack ${environment} --policy-pack checks/pulumi-policy`,
    `     pulumi destroy --stack ${environment}`,
    `     pulumi stack rm ${environment}, and delete the GitHub environment and its job in .github/workflows/deploy.yaml`,
  ];
}

function inCluster(environment: string, { deletions }: Retirement): readonly (readonly string[])[] {
  return [
    [
      `npm run apply -- --env ${environment}`,
      '     brings what replaces it, then deletes what is gone; it names objects that may hold data, with the option that deletes them',
    ],
    [
      `in the cluster of ${environment}, delete objects from before the apply kept a record (keep these lines: only the old manifests have these objects)`,
      ...(deletions[environment] ?? []).map((subject) => `     ${deletion(subject)}`),
    ],
  ];
}
