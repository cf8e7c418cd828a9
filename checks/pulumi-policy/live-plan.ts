/** The resources of a running preview or update as a plan, so that the same rules read both. */
import { UnknownValueError, type PolicyResource } from '@pulumi/policy';
import { isRecord } from '../../config/record';
import { shortType, type Plan, type PlanResource } from '../plan';

/** What the adapter reads of a resource. */
export type LiveResource = Pick<PolicyResource, 'type' | 'name' | 'urn' | 'props' | 'opts' | 'dependencies' | 'propertyDependencies'>;

export function livePlan(resources: readonly LiveResource[]): Plan {
  const stack = stackOf(resources[0]?.urn ?? '');
  return { environment: stack, file: `stack ${stack}`, resources: resources.map(planResource) };
}

/** `urn:pulumi:prod::lyo-platform::…` → prod. */
function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1] ?? 'unknown';
}

function planResource(resource: LiveResource): PlanResource {
  const { type, name, urn, opts } = resource;
  const props: unknown = resource.props;
  const inputs = isRecord(props) ? Object.keys(props).map((key) => [key, readAt(props, key, standIn(resource, key))] as const) : [];
  return { type, name, urn, options: { protect: opts.protect, ignoreChanges: opts.ignoreChanges }, inputs: Object.fromEntries(inputs) };
}

/** During a preview the outputs of new resources are unknown: a property is replaced by the name of the resource that it depends on, as in offline plans. */
function standIn({ dependencies, propertyDependencies }: LiveResource, key: string): string {
  const sources = propertyDependencies[key] ?? dependencies;
  return sources.map(({ type, name }) => `\${${shortType(type)}.${name}.unknown}`).join('');
}

/** @throws whatever reading throws, except that the value is not known yet */
function readAt(container: object, key: string, unknown: string): unknown {
  try {
    return known(Reflect.get(container, key), unknown);
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown;
    throw error;
  }
}

/** A copy without the proxies that stand guard over unknown values. */
function known(value: unknown, unknown: string): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readAt(value, String(index), unknown));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readAt(value, key, unknown)]));
}
