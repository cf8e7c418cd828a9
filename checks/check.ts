import { keyIn, nameOf, type Manifests, type Subject } from './manifest';
import type { Violation } from './violation';

/** A rule that must hold for the objects of an environment. */
export interface Check {
  /** Stable, `<folder>/<kebab-case>`: people and reports refer to it. */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** The consequence where it does not hold. */
  readonly why: string;
  readonly violationsIn: (manifests: Manifests) => readonly Violation[];
}

/** A finding of a check, before check and environment are added to it. */
export interface Finding {
  readonly subject: Subject;
  /** What is wrong, with the values found; starts without the object's name. */
  readonly problem: string;
  readonly fix: string;
}

export interface CheckDefinition extends Omit<Check, 'violationsIn'> {
  readonly find: (manifests: Manifests) => readonly Finding[];
}

export function check({ find, ...identity }: CheckDefinition): Check {
  return {
    ...identity,
    violationsIn: (manifests) =>
      find(manifests).map(({ subject, problem, fix }) => ({
        check: identity.id,
        object: nameOf(subject),
        key: keyIn(manifests.environment, subject),
        environment: manifests.environment,
        file: subject.origin.file,
        constructPath: subject.origin.constructPath,
        source: subject.origin.source,
        problem,
        fix,
      })),
  };
}
