/** What a check of the audit saw, whether it is right or wrong: an audit needs both. */
import { resourceName, type Plan, type PlanResource } from '../plan';
import { shown } from '../plan-value';

/** Property, value, file: where an auditor looks. */
export interface Evidence {
  /** `Cluster lyo-prod`, `Deployment lyo-backend/backend`. */
  readonly subject: string;
  readonly property: string;
  readonly value: string;
  readonly file: string;
}

export type Verdict =
  | { readonly status: 'pass'; readonly evidence: Evidence }
  | {
      /** Legal, and not for code to judge. */
      readonly status: 'manual';
      readonly evidence: Evidence;
      /** Why, and what people must look at. */
      readonly because: string;
    }
  | {
      readonly status: 'fail';
      readonly evidence: Evidence;
      /** What is wrong, with the rule and the value. */
      readonly problem: string;
      readonly fix: string;
      /** Name of the resource in a running stack. @default - an object of the manifests, a resource that is missing, or a plan made offline */
      readonly urn?: string;
    };

export type Failure = Extract<Verdict, { readonly status: 'fail' }>;

/** What a finding about a resource says. */
export interface Observation {
  readonly property: string;
  readonly value: unknown;
  /** Undefined where all is well. */
  readonly problem?: string | undefined;
  readonly fix: string;
}

export function observed(plan: Plan, resource: PlanResource, { property, value, problem, fix }: Observation): Verdict {
  const evidence = { subject: resourceName(resource), property, value: shown(value), file: plan.file };
  return problem === undefined ? { status: 'pass', evidence } : { status: 'fail', evidence, problem, fix, urn: resource.urn };
}

/** A resource that must be there and is not. */
export function missing(plan: Plan, wanted: string, fix: string): Verdict {
  return { status: 'fail', evidence: noneOf(plan, wanted), problem: `must have ${wanted}`, fix };
}

/** Something that must not be there, or need not, and is not. */
export function absent(plan: Plan, what: string): Verdict {
  return { status: 'pass', evidence: noneOf(plan, what) };
}

function noneOf({ file }: Plan, what: string): Evidence {
  return { subject: 'the plan', property: 'resources', value: `no ${what.replace(/^an? /, '')}`, file };
}

export function isFailure(finding: Verdict): finding is Failure {
  return finding.status === 'fail';
}
