import type { PlanType } from '../../../checks/plan-types';
import type { PlanDraft } from './plan-draft';

/** One small way in which a clean plan can be made unsafe. */
export interface PlanMutant {
  /** The check that must catch it. */
  readonly check: string;
  /** What was done, as a sentence. */
  readonly name: string;
  readonly change: (draft: PlanDraft) => unknown;
}

type Row = readonly [name: string, change: (draft: PlanDraft) => unknown];

/** Mutants of one check. */
export function breaking(check: string, rows: readonly Row[]): readonly PlanMutant[] {
  return rows.map(([name, change]) => ({ check, name, change }));
}

/** For a rule about one property: unsafe values, the property left out, a second resource that is unsafe, and no such resource at all. */
export function property(type: PlanType, path: string, ...unsafe: readonly [unknown, ...unknown[]]): readonly Row[] {
  const parts = ['inputs', ...path.split('.')];
  return [
    ...unsafe.map((value): Row => [`${path} is ${JSON.stringify(value)}`, (draft) => draft.edit(type).set(parts, value)]),
    [`a second one whose ${path} is ${JSON.stringify(unsafe[0])}`, (draft) => draft.copy(type).set(parts, unsafe[0])],
    ['there is none', (draft) => draft.drop(type)],
  ];
}

/** The property is not stated. */
export function unstated(type: PlanType, path: string): Row {
  return [`${path} is not stated`, (draft) => draft.edit(type).remove(['inputs', ...path.split('.')])];
}
