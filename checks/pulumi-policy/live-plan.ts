/** Turns the resources of a running preview or update into a plan, so that the same checks read both. */
import { UnknownValueError, type PolicyResource } from '@pulumi/policy';
import { isRecord } from '../../config/record';
import { shortType, type Plan, type PlanResource } from '../plan';

/** The fields of a resource that are read here. */
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

/** Replacement for an unknown value. During a preview the outputs of new resources are unknown: the property becomes the name of the resource that it depends on, as in offline plans. */
function standIn({ dependencies, propertyDependencies }: LiveResource, key: string): string {
  const sources = propertyDependencies[key] ?? dependencies;
  return sources.map(({ type, name }) => `\${${shortType(type)}.${name}.unknown}`).join('');
}

/** Reads a property; an unknown value becomes `unknown`. @throws every other error of reading */
function readAt(container: object, key: string, unknown: string): unknown {
  try {
    return known(Reflect.get(container, key), unknown);
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown;
    throw error;
  }
}

/** A deep copy without the proxies that throw for unknown values. */
function known(value: unknown, unknown: string): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readAt(value, String(index), unknown));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readAt(value, key, unknown)]));
}
