/** What a change does to infrastructure, by the generated plans. */
import type { Plan, PlanResource } from '../../checks/plan';
import { resourceName } from '../../checks/plan';
import { accessWhy, isAccessType } from './access';
import { fieldChanges, type FieldChange } from './field-changes';
import type { Judgement } from './risk';

export interface PlanChange extends Judgement {
  /** `Cluster lyo-prod` */
  readonly resource: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
}

/** In alphabetical order of their names. */
export function planChanges(before: Plan | undefined, after: Plan | undefined): readonly PlanChange[] {
  const [old, fresh] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return names.flatMap((name) => changeOf(old.get(name), fresh.get(name)));
}

function byName(plan: Plan | undefined): ReadonlyMap<string, PlanResource> {
  return new Map((plan?.resources ?? []).map((resource) => [`${resource.type} ${resource.name}`, resource]));
}

function changeOf(before: PlanResource | undefined, after: PlanResource | undefined): readonly PlanChange[] {
  if (before === undefined)
    return after === undefined
      ? []
      : [{ resource: resourceName(after), change: 'added', fields: [], ...judged(after, { risk: 'behaviour', why: 'it is created, and costs money' }) }];
  if (after === undefined)
    return [{ resource: resourceName(before), change: 'removed', fields: [], risk: 'dangerous', why: 'it is destroyed with its content' }];
  const fields = fieldChanges({ options: before.options, ...before.inputs }, { options: after.options, ...after.inputs });
  return fields.length === 0
    ? []
    : [
        {
          resource: resourceName(after),
          change: 'changed',
          fields,
          ...judged(after, { risk: 'behaviour', why: 'pulumi preview shows whether it is replaced' }),
        },
      ];
}

function judged({ type }: PlanResource, otherwise: Judgement): Judgement {
  return isAccessType(type) ? { risk: 'dangerous', why: accessWhy } : otherwise;
}
