/** One line of the audit: a recommendation of the benchmark, or a safe default of our own, and how it is assessed. */
import type { AuditCheck } from './audit-check';

/** Level 1 is for every environment, level 2 for those with high security needs. */
export type Level = 1 | 2;

export type Assessment =
  | {
      readonly kind: 'automated';
      readonly rules: readonly AuditCheck[];
      /** Limits of the automated assessment. @default - none known */
      readonly limits?: string;
    }
  | { readonly kind: 'manual'; readonly because: string }
  | { readonly kind: 'not applicable'; readonly because: string };

export interface Control {
  /** Number in the benchmark, or id of our own check. */
  readonly id: string;
  /** Level in the benchmark. @default - the control is not from the benchmark */
  readonly level?: Level;
  /** In our own words. */
  readonly title: string;
  readonly assessment: Assessment;
}

/** A section of the report with its controls. */
export interface Section {
  readonly title: string;
  readonly controls: readonly Control[];
}

/** A control of the benchmark: number, level, requirement, and assessment. */
export function control(id: string, level: Level, title: string, assessment: Assessment): Control {
  return { id, level, title, assessment };
}

/** Holds when all checks hold. */
export function automated(...rules: readonly [AuditCheck, ...AuditCheck[]]): Assessment {
  return { kind: 'automated', rules };
}

/** Holds when all checks hold, within the stated limits of what the repository shows. */
export function automatedWithin(limits: string, ...rules: readonly [AuditCheck, ...AuditCheck[]]): Assessment {
  return { kind: 'automated', rules, limits };
}

export function manual(because: string): Assessment {
  return { kind: 'manual', because };
}

export function notApplicable(because: string): Assessment {
  return { kind: 'not applicable', because };
}
