/** Runs the audit over a mutant. */
import { auditChecks } from '../../../checks/cis/catalogue';
import { verdictsOf, type Audited } from '../../../checks/cis/audit-check';
import { isFailure, type Failure } from '../../../checks/cis/verdict';
import { parsePlan } from '../../../checks/plan-file';
import { recordPlan } from '../../../stacks/plan';
import { planText } from '../../../stacks/plan-text';
import { cleanObjects } from '../clean';
import { Draft } from '../draft';
import { environments } from '../../fixtures/environments';
import type { Mutant } from '../mutant';
import { allMutants } from '../mutants/all';
import { auditMutants } from '../mutants/cis';
import { clusterMutants } from './mutants/cluster';
import { networkMutants } from './mutants/network';
import { nodeMutants } from './mutants/nodes';
import { projectMutants } from './mutants/project';
import { aroundDatabasesMutants } from './mutants/around-databases';
import { databaseMutants } from './mutants/databases';
import { secretMutants } from './mutants/secrets';
import { PlanDraft } from './plan-draft';
import type { PlanMutant } from './plan-mutant';

export const planMutants: readonly PlanMutant[] = [
  ...clusterMutants,
  ...nodeMutants,
  ...networkMutants,
  ...projectMutants,
  ...secretMutants,
  ...databaseMutants,
  ...aroundDatabasesMutants,
];
/** Mutants of the checks of manifests that the audit uses as evidence. */
export const auditedManifestMutants: readonly Mutant[] = [...auditMutants, ...allMutants.filter(({ check }) => auditChecks.some(({ id }) => id === check))];

export interface Outcome {
  readonly check: string;
  readonly name: string;
  readonly caught: boolean;
  readonly failures: readonly Failure[];
  /** Other checks that fail too. */
  readonly alsoBroken: readonly string[];
}

/** The generated manifests and plan of an environment; the plan is parsed as from the file of `npm run plan`. */
export async function cleanEnvironment(name: string): Promise<Audited> {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`the environment must be one of ${environments.map((known) => known.name).join(', ')}, received ${name}`);
  const plan = parsePlan(planText(await recordPlan(environment)), `plans/${name}.yaml`);
  return { plan, manifests: { environment: name, objects: cleanObjects(name) } };
}

export function runPlanMutant(clean: Audited, { check, name, change }: PlanMutant): Outcome {
  const draft = new PlanDraft(clean.plan);
  change(draft);
  return outcome({ check, name }, 'plan', { ...clean, plan: draft.plan });
}

export function runManifestMutant(clean: Audited, { check, name, change }: Mutant): Outcome {
  const draft = new Draft(clean.manifests.objects);
  change(draft);
  return outcome({ check, name }, 'manifests', { ...clean, manifests: { ...clean.manifests, objects: draft.objects } });
}

/** Runs only checks of the plan or only checks of the manifests, whichever was changed. */
function outcome({ check, name }: Pick<Outcome, 'check' | 'name'>, over: 'plan' | 'manifests', mutated: Audited): Outcome {
  const failures = auditChecks
    .filter((candidate) => candidate.over === over)
    .map((candidate) => ({ id: candidate.id, found: verdictsOf(candidate, mutated).filter(isFailure) }));
  const broken = failures.filter(({ found }) => found.length > 0);
  return {
    check,
    name,
    caught: broken.some(({ id }) => id === check),
    failures: broken.filter(({ id }) => id === check).flatMap(({ found }) => found),
    alsoBroken: broken.map(({ id }) => id).filter((id) => id !== check),
  };
}

/** Failures without any mutant; there must be none. */
export function alarms(clean: Audited): readonly string[] {
  return auditChecks.flatMap((check) =>
    verdictsOf(check, clean)
      .filter(isFailure)
      .map(({ evidence, problem }) => `${check.id}: ${evidence.subject} ${problem}`),
  );
}
