/** Turns what an author wrote into an Environment, or into every problem at once. */
import { z } from 'zod';
import { environment, type Environment } from './environment';
import { environmentRules, type Draft, type PlacedWorkload } from './environment-rules';
import { ConfigurationError, type Problem } from './problem';
import { scalingRules } from './scaling-rules';
import { workload } from './workload';

export type Validation = { readonly ok: true; readonly environment: Environment } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks shapes field by field, then the rules between fields on every part whose shape is right,
 * so that a misspelt key in one place does not hide a wrong number in another.
 */
export function validate(source: unknown): Validation {
  const whole = environment.safeParse(source, { reportInput: true });
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
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return results.flatMap((result) => (result.ok ? [result.environment] : []));
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
  if (!isRecord(source)) return { workloads: [] };
  const { workloads: _, ...sections } = environment.shape;
  const sound = Object.entries(sections).filter(([key, schema]) => schema.safeParse(source[key]).success);
  const parts = environment
    .omit({ workloads: true })
    .partial()
    .safeParse(Object.fromEntries(sound.map(([key]) => [key, source[key]])));
  return { ...(parts.success ? parts.data : {}), workloads: soundWorkloads(source['workloads']) };
}

function soundWorkloads(source: unknown): readonly PlacedWorkload[] {
  if (!Array.isArray(source)) return [];
  return source.flatMap((item: unknown, index) => {
    const parsed = workload.safeParse(item);
    return parsed.success ? [{ index, workload: parsed.data }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One issue may name several unknown keys; a reader wants one line for each. */
function issueToProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, rule: 'is not a known option', received: key }));
  }
  return [{ path, rule: ruleText(issue), received: issue.input }];
}

/** Zod says what it found in its own words; the value follows separately, so only the rule is kept. */
function ruleText(issue: z.core.$ZodIssue): string {
  const text = issue.message.replace(/, received .*$/, '').replace(/^Invalid input: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
