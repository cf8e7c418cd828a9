/** Checks of manifests in the audit: the same that run in every synthesis, with what they looked at as evidence. */
import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import type { Check } from '../check';
import type { AuditedCheck } from './audit-check';
import type { Verdict } from './verdict';

/** What a check looks at, for people. */
export interface View {
  /** The field: `rules[].verbs`. */
  readonly property: string;
  /** Kinds that have it; all kinds when empty. */
  readonly kinds: readonly string[];
  /** What the check leaves to people. @default - nothing */
  readonly manual?: (manifests: Manifests) => readonly ForPeople[];
}

/** An object that breaks nothing, and that code cannot judge. */
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

/** A folder without manifests has no fault, and shows nothing. */
function nothing({ environment }: Manifests, property: string): Verdict {
  return {
    status: 'fail',
    evidence: { subject: 'the manifests', property, value: 'no objects', file: `manifests/${environment}/` },
    problem: 'there must be manifests',
    fix: 'generate them: npm start',
  };
}

/** Everything that runs pods. */
export const podKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'];

function held({ environment, objects }: Manifests, { property, kinds }: View): Verdict {
  const seen = kinds.length === 0 ? objects : objects.filter(({ kind }) => kinds.includes(kind));
  const counts = [...new Set(seen.map(({ kind }) => kind))].sort().map((kind) => `${seen.filter((object) => object.kind === kind).length} ${kind}`);
  const subject = kinds.length === 0 ? `${seen.length} objects` : counts.join(', ') || `no ${kinds.join(', ')}`;
  return { status: 'pass', evidence: { subject, property, value: 'holds for each', file: `manifests/${environment}/` } };
}
