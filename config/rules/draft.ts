/** Input of the rules between fields: the parts of a configuration that have the right shape. */
import type { Environment, Place } from '../environment';
import type { Problem } from './problem';
import { isScaled, type ScaledKind, type WebWorkload, type Workload } from '../workload';

/** An environment of which only the parts with the right shape are present; workloads keep the position that their author gave them. */
export type Draft = Partial<Omit<Environment, 'workloads'>> & {
  readonly workloads: readonly PlacedWorkload[];
  /** Region and zones. They can be valid where another field of `google` is not. */
  readonly place?: Place;
  /** Whether `workloads` contains all workloads that the author wrote. If not, a rule cannot say that something belongs to no workload. */
  readonly allWorkloads: boolean;
};

export interface PlacedWorkload {
  readonly index: number;
  readonly workload: Workload;
}

export interface PlacedWeb extends PlacedWorkload {
  readonly workload: WebWorkload;
}

export interface PlacedScaled extends PlacedWorkload {
  readonly workload: ScaledKind;
}

/** The workloads that are scaled. */
export function placedScaled({ workloads }: Draft): readonly PlacedScaled[] {
  return workloads.filter((placed): placed is PlacedScaled => isScaled(placed.workload));
}

/** The workloads that are web services. */
export function placedWebs({ workloads }: Draft): readonly PlacedWeb[] {
  return workloads.filter((placed): placed is PlacedWeb => placed.workload.kind === 'web');
}

/** A rule between fields. It skips what is missing: its absence is already a problem. */
export type Rule = (draft: Draft) => readonly Problem[];

/** Applies a rule about one workload to each of them. Paths of its problems are relative to the workload. */
export function ofEachWorkload(problems: (workload: Workload) => readonly Problem[]): Rule {
  return ({ workloads }) =>
    workloads.flatMap(({ index, workload }) => problems(workload).map((problem) => ({ ...problem, path: `workloads[${index}].${problem.path}` })));
}

export function when(broken: boolean, problem: Problem): readonly Problem[] {
  return broken ? [problem] : [];
}
