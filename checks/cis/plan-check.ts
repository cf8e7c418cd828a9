/** Checks of a plan: most state which value a property must have in every resource of a type. */
import { valueAt } from '../../config/record';
import { resourcesOf, shortType, type Plan, type PlanResource } from '../plan';
import { planTypes, type PlanType } from '../plan-types';
import type { PlanCheck } from './audit-check';
import type { Expectation } from './expectation';
import { absent, missing, observed, type Verdict } from './verdict';

/** A requirement on one property. */
export interface Requirement {
  /** Path in the inputs, or in the options where it starts with `options.`. */
  readonly property: string;
  readonly must: Expectation;
}

export interface PropertyCheckDefinition extends Omit<PlanCheck, 'over' | 'check'> {
  readonly of: PlanType;
  readonly requires: readonly Requirement[];
}

/** A check that holds when a resource of the type exists and all such resources meet all requirements. */
export function propertyCheck({ of, requires, ...identity }: PropertyCheckDefinition): PlanCheck {
  return planCheck({
    ...identity,
    check: (plan) => everyResource(plan, of, (resource) => requires.map((requirement) => required(plan, resource, requirement))),
  });
}

export function planCheck(definition: Omit<PlanCheck, 'over'>): PlanCheck {
  return { ...definition, over: 'plan' };
}

/** Verdicts on each resource of a type. Without any resource it fails, because nothing was examined. */
export function everyResource(plan: Plan, type: PlanType, find: (resource: PlanResource) => readonly Verdict[]): readonly Verdict[] {
  const resources = resourcesOf(plan, type);
  if (resources.length === 0) return [missing(plan, `a ${shortType(type)}`, 'add it to the infrastructure program (stacks/)')];
  return resources.flatMap(find);
}

/** The same for resources that only a public entry needs: a plan without a public address has none and passes. */
export function whenPublic(plan: Plan, type: PlanType, find: (resource: PlanResource) => readonly Verdict[]): readonly Verdict[] {
  const isPublic = resourcesOf(plan, planTypes.address).length > 0 || resourcesOf(plan, type).length > 0;
  return isPublic ? everyResource(plan, type, find) : [absent(plan, 'public address')];
}

/** Compares one property of one resource with its expected value. */
export function required(plan: Plan, resource: PlanResource, { property, must }: Requirement): Verdict {
  const value = property.startsWith('options.') ? valueAt(resource, property) : valueAt(resource.inputs, property);
  const problem = must.holds(value, plan) ? undefined : `${property} must ${must.text}`;
  return observed(plan, resource, { property, value, problem, fix: `change it where the ${shortType(resource.type)} is made (stacks/)` });
}
