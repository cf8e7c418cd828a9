/** Texts of the rules that zod checks by itself. */
import { z } from 'zod';
import { ruleText } from '../../../config/rules/rule-text';
import { validate } from '../../../config/validate';
import { altered } from '../../altered';
import { dev } from '../../fixtures/dev';
import { everyAccess } from '../../fixtures/every-access';
import { movedIn } from '../../fixtures/moved-in';
import { everySidecar } from '../../fixtures/sidecars';

test.each<[schema: z.ZodType, value: unknown, rule: string]>([
  [z.string().min(1), '', 'must not be empty'],
  [z.string().min(3), 'ab', 'must have at least 3 characters'],
  [z.string().max(1), 'ab', 'must have at most 1 character'],
  [z.array(z.int()).min(1), [], 'must have at least 1 item'],
  [z.array(z.int()).max(2), [1, 2, 3], 'must have at most 2 items'],
  [z.number().min(1), 0, 'must be at least 1'],
  [z.number().max(4), 5, 'must be at most 4'],
  [z.number().gt(0), 0, 'must be greater than 0'],
  [z.number().lt(1), 1, 'must be less than 1'],
  [z.string(), 5, 'must be a text'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.enum(['a', 'b']), 'c', 'must be one of "a", "b"'],
])('%# a value is refused in words of its kind', (schema, value, rule) => {
  const { error } = schema.safeParse(value, { error: ruleText });
  expect(error?.issues.map(({ message }) => message)).toEqual([rule]);
});

const source = altered(dev, { ...movedIn, 'workloads[0].access': everyAccess, 'workloads[0].sidecars': everySidecar });

/** Path of each text below a value. */
function textsOf(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const step = (key: string): string => (Array.isArray(value) ? `[${key}]` : /[.[\]]/.test(key) ? `['${key}']` : path === '' ? key : `.${key}`);
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${path}${step(key)}`));
}

test('an empty text in place of any is not told in the words of a number', () => {
  // what says the kind of an object would hide its other fields
  const isKind = (path: string): boolean => /\.(kind|service|from)$/.test(path);
  const texts = textsOf(source, '').filter((path) => path !== 'name');
  const told = [texts.filter(isKind), texts.filter((path) => !isKind(path))].flatMap((paths) => {
    const result = validate(altered(source, Object.fromEntries(paths.map((path) => [path, '']))));
    return result.ok ? [] : result.problems.filter((problem) => paths.includes(problem.path.replace('dev.', '')));
  });
  expect(told.filter(({ rule }) => /^must be (at least|at most|greater than|less than) [\d.]+$/.test(rule))).toEqual([]);
  expect(told.length).toBeGreaterThan(400);
});
