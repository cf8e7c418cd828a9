/** A verdict of a check of the audit, right or wrong, with its evidence: an audit shows both. */
import { resourceName, type Plan, type PlanResource } from '../plan';
import { shown } from '../plan-value';

/** Evidence: subject, property, value and file, so that an auditor can look it up. */
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
      /** No violation, but code cannot judge it. */
      readonly status: 'manual';
      readonly evidence: Evidence;
      /** Why code cannot judge it, and what people must examine. */
      readonly because: string;
    }
  | {
      readonly status: 'fail';
      readonly evidence: Evidence;
      /** The problem, with the rule and the value. */
      readonly problem: string;
      readonly fix: string;
      /** Name of the resource in a running stack. @default - an object of the manifests, a resource that is missing, or a plan made offline */
      readonly urn?: string;
    };

export type Failure = Extract<Verdict, { readonly status: 'fail' }>;

/** What was observed about a resource. */
export interface Observation {
  readonly property: string;
  readonly value: unknown;
  /** The problem; undefined where the resource is right. */
  readonly problem?: string | undefined;
  readonly fix: string;
}

export function observed(plan: Plan, resource: PlanResource, { property, value, problem, fix }: Observation): Verdict {
  const evidence = { subject: resourceName(resource), property, value: shown(value), file: plan.file };
  return problem === undefined ? { status: 'pass', evidence } : { status: 'fail', evidence, problem, fix, urn: resource.urn };
}

/** Verdict for a required resource that is missing. */
export function missing(plan: Plan, wanted: string, fix: string): Verdict {
  return { status: 'fail', evidence: noneOf(plan, wanted), problem: `must have ${wanted}`, fix };
}

/** Verdict for a resource that is rightly absent. */
export function absent(plan: Plan, what: string): Verdict {
  return { status: 'pass', evidence: noneOf(plan, what) };
}

function noneOf({ file }: Plan, what: string): Evidence {
  return { subject: 'the plan', property: 'resources', value: `no ${what.replace(/^an? /, '')}`, file };
}

export function isFailure(finding: Verdict): finding is Failure {
  return finding.status === 'fail';
}
