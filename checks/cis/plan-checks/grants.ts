/** Grants in Google Cloud: all resources of the plan that grant a role. */
import { valueAt } from '../../../config/record';
import { referredTo } from '../../plan-reference';
import { planTypes } from '../../plan-types';
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { textAt, textsAt } from '../../plan-value';

export interface Grant {
  readonly resource: PlanResource;
  readonly role: string;
  readonly members: readonly string[];
}

export function grantsOf({ resources }: Plan): readonly Grant[] {
  return resources.flatMap((resource) => {
    const role = textAt(resource.inputs, 'role');
    const member = textAt(resource.inputs, 'member');
    const members = [...(member === undefined ? [] : [member]), ...textsAt(resource.inputs, 'members')];
    return role === undefined || members.length === 0 ? [] : [{ resource, role, members }];
  });
}

/** Grants to a service account of the plan. */
export function grantsTo(plan: Plan, account: PlanResource): readonly Grant[] {
  return grantsOf(plan).filter(({ members }) => members.some((member) => referredTo(plan, member, planTypes.account).includes(account)));
}

/** The service accounts that nodes run as, without repetition. */
export function nodeAccounts(plan: Plan): readonly PlanResource[] {
  const pools = resourcesOf(plan, planTypes.nodePool);
  return [...new Set(pools.flatMap(({ inputs }) => referredTo(plan, valueAt(inputs, 'nodeConfig.serviceAccount'), planTypes.account)))];
}
