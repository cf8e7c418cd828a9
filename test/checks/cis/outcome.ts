/** What the audit says about a mutant. */
import { auditRules } from '../../../checks/cis/catalogue';
import { findingsOf, type Audited } from '../../../checks/cis/audit-rule';
import { isFailure, type Failure } from '../../../checks/cis/finding';
import { parsePlan } from '../../../checks/plan-file';
import { recordPlan } from '../../../stacks/plan';
import { planText } from '../../../stacks/plan-text';
import { cleanObjects } from '../clean';
import { Draft } from '../draft';
import { environments } from '../../fixtures/environments';
import type { Mutant } from '../mutant';
import { allMutants } from '../mutants/all';
import { clusterMutants } from './mutants/cluster';
import { manifestMutants } from './mutants/manifests';
import { networkMutants } from './mutants/network';
import { nodeMutants } from './mutants/nodes';
import { projectMutants } from './mutants/project';
import { PlanDraft } from './plan-draft';
import type { PlanMutant } from './plan-mutant';

export const planMutants: readonly PlanMutant[] = [...clusterMutants, ...nodeMutants, ...networkMutants, ...projectMutants];
/** Those of rules that check every synthesis are mutants of the audit too, where it uses the rule. */
export const auditedManifestMutants: readonly Mutant[] = [...manifestMutants, ...allMutants.filter(({ rule }) => auditRules.some(({ id }) => id === rule))];

export interface Outcome {
  readonly rule: string;
  readonly name: string;
  readonly caught: boolean;
  readonly failures: readonly Failure[];
  /** Other rules that found something too. */
  readonly alsoBroken: readonly string[];
}

/** An environment as the program makes it, without a fault; its plan as it is read from the file that `npm run plan` writes. */
export async function cleanEnvironment(name: string): Promise<Audited> {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`the environment must be one of ${environments.map((known) => known.name).join(', ')}, received ${name}`);
  const plan = parsePlan(planText(await recordPlan(environment)), `plans/${name}.yaml`);
  return { plan, manifests: { environment: name, objects: cleanObjects(name) } };
}

export function runPlanMutant(clean: Audited, { rule, name, change }: PlanMutant): Outcome {
  const draft = new PlanDraft(clean.plan);
  change(draft);
  return outcome({ rule, name }, 'plan', { ...clean, plan: draft.plan });
}

export function runManifestMutant(clean: Audited, { rule, name, change }: Mutant): Outcome {
  const draft = new Draft(clean.manifests.objects);
  change(draft);
  return outcome({ rule, name }, 'manifests', { ...clean, manifests: { ...clean.manifests, objects: draft.objects } });
}

/** Only rules over what was changed can change their mind. */
function outcome({ rule, name }: Pick<Outcome, 'rule' | 'name'>, over: 'plan' | 'manifests', mutated: Audited): Outcome {
  const failures = auditRules
    .filter((candidate) => candidate.over === over)
    .map((candidate) => ({ id: candidate.id, found: findingsOf(candidate, mutated).filter(isFailure) }));
  const broken = failures.filter(({ found }) => found.length > 0);
  return {
    rule,
    name,
    caught: broken.some(({ id }) => id === rule),
    failures: broken.filter(({ id }) => id === rule).flatMap(({ found }) => found),
    alsoBroken: broken.map(({ id }) => id).filter((id) => id !== rule),
  };
}

/** Failures without any mutant: there must be none. */
export function alarms(clean: Audited): readonly string[] {
  return auditRules.flatMap((rule) =>
    findingsOf(rule, clean)
      .filter(isFailure)
      .map(({ evidence, problem }) => `${rule.id}: ${evidence.subject} ${problem}`),
  );
}
