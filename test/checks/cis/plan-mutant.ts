import type { PlanType } from '../../../checks/plan-types';
import type { PlanDraft } from './plan-draft';

/** One small change that makes a clean plan unsafe. */
export interface PlanMutant {
  /** The check that must catch it. */
  readonly check: string;
  /** The change, as a sentence. */
  readonly name: string;
  readonly change: (draft: PlanDraft) => unknown;
}

type Row = readonly [name: string, change: (draft: PlanDraft) => unknown];

/** Mutants of one check. */
export function breaking(check: string, rows: readonly Row[]): readonly PlanMutant[] {
  return rows.map(([name, change]) => ({ check, name, change }));
}

/** Mutants of a check of one property: unsafe values, the property left out, a second, unsafe resource, and no such resource. */
export function property(type: PlanType, path: string, ...unsafe: readonly [unknown, ...unknown[]]): readonly Row[] {
  const parts = ['inputs', ...path.split('.')];
  return [
    ...unsafe.map((value): Row => [`${path} is ${JSON.stringify(value)}`, (draft) => draft.edit(type).set(parts, value)]),
    [`a second one whose ${path} is ${JSON.stringify(unsafe[0])}`, (draft) => draft.copy(type).set(parts, unsafe[0])],
    ['there is none', (draft) => draft.drop(type)],
  ];
}

/** A mutant that leaves the property out. */
export function unstated(type: PlanType, path: string): Row {
  return [`${path} is not stated`, (draft) => draft.edit(type).remove(['inputs', ...path.split('.')])];
}
