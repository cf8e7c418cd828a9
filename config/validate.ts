/** Turns what an author wrote into an Environment, or into every problem at once. */
import { type z } from 'zod';
import { withBindings } from './database-bindings';
import { isRecord } from './record';
import { exampleOf } from './rules/choices';
import { placedScaled, when, type Rule } from './rules/draft';
import { environment, type Environment } from './environment';
import { environmentRules } from './rules/environment-rules';
import { withCaps } from './left-out-caps';
import { withFields } from './left-out-fields';
import { ConfigurationError, type Problem } from './rules/problem';
import { requiredFields } from './rules/required-fields';
import { ruleText } from './rules/rule-text';
import { problemsBetween } from './rules/rules-over-faults';
import { scalingRules } from './rules/scaling-rules';
import { faultsOf, pathText } from './rules/sound-parts';
import { withoutSecrets } from './rules/without-secrets';
import { dnsLabel } from './fields';

export type Validation = { readonly ok: true; readonly environment: Environment } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks shapes field by field, then the rules between fields on everything that has the right shape, so that a misspelt key in one place does not hide a wrong
 * number in another. The default of a cap is the policy's maximum.
 */
export function validate(source: unknown): Validation {
  const complete = withCaps(withFields(source));
  const whole = environment.safeParse(complete, { reportInput: true, error: ruleText });
  const issues = whole.success ? [] : whole.error.issues;
  const name = nameOf(source);
  const problems = [...issues.flatMap((issue) => issueToProblems(issue, complete)), ...problemsBetween(complete, faultsOf(issues), rules)].map(
    ({ path, rule, received }) => ({ path: path === '' ? name : `${name}.${path}`, rule, received: withoutSecrets(path, received) }),
  );
  return whole.success && problems.length === 0 ? { ok: true, environment: withBindings(whole.data) } : { ok: false, problems };
}

/**
 * Validates several environments together.
 * @throws ConfigurationError with the problems of all of them
 */
export function validated(sources: readonly unknown[]): readonly Environment[] {
  const results = sources.map(validate);
  const problems = [...results.flatMap((result) => (result.ok ? [] : result.problems)), ...repeated(sources)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return results.flatMap((result) => (result.ok ? [result.environment] : []));
}

/**
 * Two environments must not share a name or a project. The name is the folder of the manifests, so the second would overwrite the first. A project has one admission policy,
 * and identities and registries with fixed names, so the second environment would take over those of the first.
 */
function repeated(sources: readonly unknown[]): readonly Problem[] {
  const rule = 'must be unique among the environments';
  const written = sources.filter(isRecord).map((source) => ({
    label: nameOf(source),
    name: source['name'],
    project: isRecord(source['google']) ? source['google']['project'] : undefined,
  }));
  return written.flatMap(({ label, name, project }, index) => {
    const before = written.slice(0, index);
    return [
      ...when(typeof name === 'string' && before.some((other) => other.name === name), { path: `${label}.name`, rule, received: name }),
      ...when(typeof project === 'string' && before.some((other) => other.project === project), { path: `${label}.google.project`, rule, received: project }),
    ];
  });
}

/** Name with which the paths of an environment's problems begin. */
function nameOf(source: unknown): string {
  const name = isRecord(source) ? source['name'] : undefined;
  return dnsLabel.safeParse(name).data ?? 'environment';
}

/** The rules of a policy, applied to each scaled workload. */
const policyRules: readonly Rule[] = scalingRules.map(
  (rule) => (draft) =>
    placedScaled(draft).flatMap(({ index, workload }) =>
      rule({ policy: workload.scaling, sizing: draft.sizing?.[workload.name], telemetry: draft.telemetry }).map((problem) => ({
        ...problem,
        path: `workloads[${index}].scaling.${problem.path}`,
      })),
    ),
);

const rules: readonly Rule[] = [...environmentRules, ...policyRules];

/** Problems of one zod issue. An issue can contain several unknown keys or several faults of one key; each becomes a problem of its own. */
export function issueToProblems(issue: z.core.$ZodIssue, source: unknown): readonly Problem[] {
  const path = pathText(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), rule: 'is not a known option', received: memberOf(issue.input, key) }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, rule: message, received: issue.input }));
    case 'invalid_union':
      return [{ path, rule: issue.message, received: memberOf(issue.input, issue.path.at(-1)) }];
    default:
      return [{ path, rule: `${issue.message}${issue.input === undefined ? missing(issue, source) : ''}`, received: issue.input }];
  }
}

/** What is to be written where nothing is: the fields of an object, and an example. */
function missing({ code, path, ...issue }: z.core.$ZodIssue, source: unknown): string {
  const isObject = code === 'invalid_type' && 'expected' in issue && issue.expected === 'object';
  const names = isObject ? requiredFields(environment, source, path) : [];
  return `${names.length === 0 ? '' : ` with ${listed(names)}`}${exampleOf(source, path)}`;
}

/** `a`, `a and b`, `a, b and c` */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function memberOf(value: unknown, key: PropertyKey | undefined): unknown {
  return isRecord(value) && typeof key === 'string' ? value[key] : value;
}
