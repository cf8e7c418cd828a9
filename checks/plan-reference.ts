/** Resolves a value to the resource that it refers to: `${Account.nodes.email}` in an offline plan; an e-mail address or a path in a running stack. */
import { shortType, type Plan, type PlanResource } from './plan';
import { textAt } from './plan-value';

const reference = /\$\{([^.}]+)\.([^}]+)\.[^.}]+\}/g;
/** Outputs that identify a resource once it exists. */
const identities = ['email', 'member', 'id', 'selfLink', 'name'];

/** The resources of a type to which a value refers. */
export function referredTo({ resources }: Plan, value: unknown, type: string): readonly PlanResource[] {
  if (typeof value !== 'string') return [];
  const named = [...value.matchAll(reference)].map(([, short = '', name = '']) => ({ short, name }));
  return resources.filter((resource) => resource.type === type && (named.some((name) => isNamed(resource, name)) || isIdentified(resource, value)));
}

export function refersTo(plan: Plan, value: unknown, type: string): boolean {
  return referredTo(plan, value, type).length > 0;
}

function isNamed({ type, name }: PlanResource, named: { readonly short: string; readonly name: string }): boolean {
  return name === named.name && shortType(type).toLowerCase() === named.short.slice(named.short.lastIndexOf(':') + 1).toLowerCase();
}

/** Whether a value identifies the resource: `serviceAccount:nodes@project.iam.gserviceaccount.com` ends in the e-mail address of its account. */
function isIdentified({ inputs }: PlanResource, value: string): boolean {
  return identities.some((output) => {
    const identity = textAt(inputs, output);
    return identity !== undefined && identity !== '' && (value === identity || value.endsWith(`:${identity}`));
  });
}
