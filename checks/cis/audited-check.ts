/** Checks of manifests in the audit: those that run in every synthesis, with the examined objects as evidence. */
import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import type { Check } from '../check';
import type { AuditedCheck } from './audit-check';
import type { Verdict } from './verdict';

/** Description of what a check examines, for people. */
export interface View {
  /** The examined field: `rules[].verbs`. */
  readonly property: string;
  /** Kinds with this field; all kinds when empty. */
  readonly kinds: readonly string[];
  /** Objects that the check leaves to people. @default - none */
  readonly manual?: (manifests: Manifests) => readonly ForPeople[];
}

/** An object without a violation that code cannot judge. */
export interface ForPeople {
  readonly object: ManifestObject;
  readonly value: string;
  readonly because: string;
}

export function auditedCheck({ id, title, why, violationsIn }: Check, { property, kinds, manual = () => [] }: View): AuditedCheck {
  return {
    id,
    title,
    why,
    over: 'manifests',
    check: (manifests) => {
      if (manifests.objects.length === 0) return [nothing(manifests, property)];
      const violations = violationsIn(manifests);
      if (violations.length === 0) return [held(manifests, { property, kinds }), ...manual(manifests).map((one) => forPeople(one, property))];
      return violations.map(({ object, problem, fix, file }) => ({
        status: 'fail',
        evidence: { subject: object, property, value: problem, file },
        problem,
        fix,
      }));
    },
  };
}

function forPeople({ object, value, because }: ForPeople, property: string): Verdict {
  return { status: 'manual', evidence: { subject: nameOf(object), property, value, file: object.origin.file }, because };
}

/** Verdict for a folder without manifests: no fault, but no evidence either. */
function nothing({ environment }: Manifests, property: string): Verdict {
  return {
    status: 'fail',
    evidence: { subject: 'the manifests', property, value: 'no objects', file: `manifests/${environment}/` },
    problem: 'there must be manifests',
    fix: 'generate them: npm start',
  };
}

/** Kinds that run pods. */
export const podKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'];

function held({ environment, objects }: Manifests, { property, kinds }: View): Verdict {
  const seen = kinds.length === 0 ? objects : objects.filter(({ kind }) => kinds.includes(kind));
  const counts = [...new Set(seen.map(({ kind }) => kind))].sort().map((kind) => `${seen.filter((object) => object.kind === kind).length} ${kind}`);
  const subject = kinds.length === 0 ? `${seen.length} objects` : counts.join(', ') || `no ${kinds.join(', ')}`;
  return { status: 'pass', evidence: { subject, property, value: 'holds for each', file: `manifests/${environment}/` } };
}
