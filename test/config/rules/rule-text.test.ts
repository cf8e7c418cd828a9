/** Texts of the rules that zod checks by itself. */
import { z } from 'zod';
import { ruleText } from '../../../config/rules/rule-text';

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
