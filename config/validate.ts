/** Turns what an author wrote into an Environment, or into every problem at once. */
import { type z } from 'zod';
import { when, type Draft, type PlacedWorkload } from './draft';
import { environment, place, type Environment } from './environment';
import { environmentRules } from './environment-rules';
import { ConfigurationError, type Problem } from './problem';
import { ruleText } from './rule-text';
import { scalingRules } from './scaling-rules';
import { workload } from './workload';

export type Validation = { readonly ok: true; readonly environment: Environment } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks shapes field by field, then the rules between fields on every part whose shape is right,
 * so that a misspelt key in one place does not hide a wrong number in another.
 */
export function validate(source: unknown): Validation {
  const whole = environment.safeParse(source, { reportInput: true, error: ruleText });
  const draft = soundParts(source);
  const name = typeof draft.name === 'string' ? draft.name : 'environment';
  const problems = [
    ...(whole.success ? [] : whole.error.issues.flatMap(issueToProblems)),
    ...environmentRules.flatMap((rule) => rule(draft)),
    ...policyProblems(draft),
  ].map((problem) => ({ ...problem, path: problem.path === '' ? name : `${name}.${problem.path}` }));
  return whole.success && problems.length === 0 ? { ok: true, environment: whole.data } : { ok: false, problems };
}

/**
 * Validates several environments together.
 * @throws ConfigurationError with the problems of all of them
 */
export function validated(sources: readonly unknown[]): readonly Environment[] {
  const results = sources.map(validate);
  const sound = results.flatMap((result) => (result.ok ? [result.environment] : []));
  const problems = [...results.flatMap((result) => (result.ok ? [] : result.problems)), ...repeated(sound)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return sound;
}

/**
 * The name is the folder of the environment's manifests: a second one would overwrite the first. A project has one admission policy, and identities and
 * registries of fixed names: a second environment would take those of the first.
 */
function repeated(environments: readonly Environment[]): readonly Problem[] {
  const rule = 'must be unique among the environments';
  return environments.flatMap(({ name, google: { project } }, index) => {
    const before = environments.slice(0, index);
    return [
      ...when(
        before.some((other) => other.name === name),
        { path: `${name}.name`, rule, received: name },
      ),
      ...when(
        before.some((other) => other.google.project === project),
        { path: `${name}.google.project`, rule, received: project },
      ),
    ];
  });
}

function policyProblems({ workloads, sizing, telemetry }: Draft): readonly Problem[] {
  return workloads.flatMap(({ index, workload: { name, scaling } }) =>
    scalingRules
      .flatMap((rule) => rule({ policy: scaling, sizing: sizing?.[name], telemetry }))
      .map((problem) => ({ ...problem, path: `workloads[${index}].scaling.${problem.path}` })),
  );
}

/** The sections, and the workloads, whose own shape is right. */
function soundParts(source: unknown): Draft {
  if (!isRecord(source)) return { workloads: [], allWorkloads: false };
  const { workloads: _, ...sections } = environment.shape;
  const sound = Object.entries(sections).filter(([key, schema]) => schema.safeParse(source[key]).success);
  const parts = environment
    .omit({ workloads: true })
    .partial()
    .safeParse(Object.fromEntries(sound.map(([key]) => [key, source[key]])));
  const written = Array.isArray(source['workloads']) ? source['workloads'] : undefined;
  const workloads = soundWorkloads(written ?? []);
  const where = place.safeParse(source['google']);
  return {
    ...(parts.success ? parts.data : {}),
    ...(where.success ? { place: where.data } : {}),
    workloads,
    allWorkloads: workloads.length === written?.length,
  };
}

function soundWorkloads(written: readonly unknown[]): readonly PlacedWorkload[] {
  return written.flatMap((item, index) => {
    const parsed = workload.safeParse(item);
    return parsed.success ? [{ index, workload: parsed.data }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One issue may stand for several unknown keys or several faults of one key; a reader wants one line for each. */
function issueToProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = pathText(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), rule: 'is not a known option', received: memberOf(issue.input, key) }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, rule: message, received: issue.input }));
    case 'invalid_union':
      return [{ path, rule: issue.message, received: memberOf(issue.input, issue.path.at(-1)) }];
    default:
      return [{ path, rule: issue.message, received: issue.input }];
  }
}

function memberOf(value: unknown, key: PropertyKey | undefined): unknown {
  return isRecord(value) && typeof key === 'string' ? value[key] : value;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
