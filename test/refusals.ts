/** Refusals of `npm start` and `npm run audit` for any environments, in one process and without files. */
import { synthesize } from '../charts/synthesis';
import { audit } from '../checks/cis/audit';
import { notFrozenId } from '../checks/identity/not-frozen';
import { parsePlan } from '../checks/plan-file';
import { parseObjects } from '../checks/read-manifests';
import { checksOver } from '../checks/checks';
import { runChecks } from '../checks/run';
import type { Environment } from '../config/environment';
import { planText } from '../stacks/plan-text';
import { recordedPlan } from './recorded-plan';

/** Environments that were already tried beside the same others; most configurations change one of two. */
const tried = new Set<string>();

/** Everything that `npm start` and `npm run audit` would refuse. */
export async function refusals(environments: readonly Environment[]): Promise<readonly string[]> {
  const rules = checksOver({ environments, frozen: {} }).filter(({ id }) => id !== notFrozenId);
  const found: string[] = [];
  for (const environment of environments) {
    const { name } = environment;
    const known = JSON.stringify(environment);
    if (tried.has(known)) continue;
    tried.add(known);
    const objects = synthesize(environment).flatMap((file) => parseObjects(file.yaml, `manifests/${name}/${file.name}`));
    const plan = parsePlan(planText(await recordedPlan(environment)), `plans/${name}.yaml`);
    const { sections } = audit({ plan, manifests: { environment: name, objects } });
    found.push(
      ...runChecks(name, objects, rules).violations.map(({ check, object, problem }) => `${name} ${check} ${object}: ${problem}`),
      ...sections.flatMap(({ results }) => results.filter(({ status }) => status === 'fail').map(({ control }) => `${name} ${control.id}`)),
    );
  }
  return found;
}
