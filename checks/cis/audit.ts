/** Assesses every control of the catalogue for one environment. */
import { verdictsOf, type Audited } from './audit-check';
import { checksOf, sections } from './catalogue';
import type { Control, Section } from './control';
import { isFailure, type Verdict } from './verdict';

export type Status = 'pass' | 'fail' | 'manual' | 'not applicable';

export interface ControlResult {
  readonly control: Control;
  readonly status: Status;
  /** Verdicts with their evidence; empty when people assess the control. */
  readonly findings: readonly Verdict[];
}

export interface SectionResult {
  readonly section: Section;
  readonly results: readonly ControlResult[];
}

export interface AuditResult {
  readonly environment: string;
  readonly sections: readonly SectionResult[];
  readonly counts: Readonly<Record<Status, number>>;
}

export function audit(audited: Audited): AuditResult {
  const results = sections.map((section) => ({ section, results: section.controls.map((control) => assess(audited, control)) }));
  const all = results.flatMap((result) => result.results);
  const count = (status: Status): number => all.filter((result) => result.status === status).length;
  return {
    environment: audited.plan.environment,
    sections: results,
    counts: { pass: count('pass'), fail: count('fail'), manual: count('manual'), 'not applicable': count('not applicable') },
  };
}

/** Status of one control. Without evidence it does not pass: a check that examined nothing has shown nothing. */
function assess(audited: Audited, control: Control): ControlResult {
  if (control.assessment.kind !== 'automated') return { control, status: control.assessment.kind, findings: [] };
  const perRule = checksOf(control).map((rule) => verdictsOf(rule, audited));
  const findings = perRule.flat();
  const holds = perRule.every((ofRule) => ofRule.length > 0 && !ofRule.some(isFailure));
  if (!holds) return { control, status: 'fail', findings };
  return { control, status: findings.some(({ status }) => status === 'manual') ? 'manual' : 'pass', findings };
}
