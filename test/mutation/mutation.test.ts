/** Tests the parts of `npm run mutation` without a whole run, which takes hours. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suitesAbout } from './backend-rules';
import { Journal, type Verdict } from './journal';
import { allApplied, apart, applied, keyOf } from './mutant';
import { mutantsOf } from './mutants-of';
import { Reach } from './reach';
import { dueOf, leastOfRule, rulesToTry } from './rule-campaign';
import { ruleMutantsOf, shapeMutantsOf } from './rule-mutants';
import { sample } from './sample';

const faults = (text: string): readonly string[] => mutantsOf('a.ts', text).map((mutant) => applied(mutant, text));

test.each([
  ['a < b', ['a <= b']],
  ['a === b && c', ['a === b || c', 'a !== b && c']],
  ['a * 2', ['a / 2', 'a * (2 + 1)']],
  ["a + 'text'", []],
  ['a ?? b', ['b']],
  ['c ? a : b', ['!(c) ? a : b']],
  ['if (c) f();', ['if (!(c)) f();']],
  ['!c', ['c']],
  ['Math.max(a, b)', ['Math.min(a, b)']],
  ['list.every(f)', ['list.some(f)']],
  ['({ 404: true })', ['({ 404: false })']],
  ["import { a } from './b';", []],
  ['type A = 1 | true; interface B { readonly c: 3 }', []],
])('%s has the mutants %j', (text, broken) => {
  expect(faults(text)).toEqual(broken);
});

test.each([
  ['`${a} and ${b}`', ['`${a} or ${b}`']],
  ['`${a} / on (pod) ${b}`', ['`${a} * on (pod) ${b}`']],
  ['`clamp_max(1 - ${own}, 1) > bool ${limit}`', ['`clamp_max(1 - ${own}, 1) < bool ${limit}`', '`clamp_max(1 + ${own}, 1) > bool ${limit}`']],
])('a query %s has mutants of its operators', (text, broken) => {
  expect([...faults(text)].sort()).toEqual(expect.arrayContaining(broken.slice(0, 1)));
  expect(faults(text).every((one) => one !== text)).toBe(true);
});

test('words of a sentence are no operators', () => {
  expect(faults('`${name} asks for replicas and may have ${cap} of the others`')).toEqual([]);
});

test('the same seed gives the same sample in the same order, another seed a different one, and added mutants do not change the rest', () => {
  const all = Array.from({ length: 100 }, (_, index) => index);
  const sampled = (from: readonly number[], seed: number): readonly number[] => sample(from, seed, String);
  expect(sampled(all, 1)).toEqual(sampled([...all].reverse(), 1));
  expect(sampled(all, 1)).not.toEqual(sampled(all, 2));
  expect([...sampled(all, 3)].sort((one, other) => one - other)).toEqual(all);
  expect(sampled([...all, 100, 101], 1).filter((one) => one < 100)).toEqual(sampled(all, 1));
});

test('a mutant keeps its key when lines above it change, and equal lines have different keys', () => {
  const names = (text: string): readonly string[] => mutantsOf('a.ts', text).map(keyOf);
  expect(names('// more\n\nf(a < b);')).toEqual(names('f(a < b);'));
  expect(new Set(names('f(a < b);\nf(a < b);')).size).toBe(2);
});

test('several mutants can be applied to a file at once; of two that overlap, the first', () => {
  const text = 'f(a < b, c + 2);';
  const all = mutantsOf('a.ts', text);
  expect(allApplied(all, text)).toBe('f(a <= b, c - (2 + 1));');
  const [first] = all;
  if (first === undefined) throw new Error('there must be a mutant');
  const wider = { ...first, start: first.start - 2, end: first.end + 2 };
  expect(apart([...all, wider])).toEqual(all);
  expect(apart([wider, { ...first, file: 'b.ts' }])).toHaveLength(2);
});

describe('on disk', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lyo-mutation-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('the suites of a file are those that load it: first the one with its name, then those of its folder, then the nearest', () => {
    const files: Readonly<Record<string, string>> = {
      'config/a.ts': 'export const a = 1;',
      'config/b.ts': "export { a } from './a';",
      'test/config/a.test.ts': "import '../../config/b';",
      'test/config/room.test.ts': "import '../../config/b';",
      'test/near.test.ts': "import '../config/a';",
      'test/far.test.ts': "import '../config/b';",
      'test/other.test.ts': "import 'node:fs';",
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const reach = new Reach(root, Object.keys(files));
    expect(reach.testsOf('config/a.ts').map(({ test }) => test)).toEqual([
      'test/config/a.test.ts',
      'test/config/room.test.ts',
      'test/near.test.ts',
      'test/far.test.ts',
    ]);
    expect(reach.testsOf('config/b.ts').map(({ test }) => test)).toEqual(['test/config/a.test.ts', 'test/config/room.test.ts', 'test/far.test.ts']);
  });

  test('verdicts are kept for the next run, and the last one counts', () => {
    const file = join(root, 'cache', 'seed-1.jsonl');
    const [mutant] = mutantsOf('a.ts', 'a < b');
    if (mutant === undefined) throw new Error('there must be a mutant');
    const journal = new Journal(file);
    expect(journal.of(keyOf(mutant))).toBeUndefined();
    journal.note(keyOf(mutant), 'lived near');
    journal.note(keyOf(mutant), 'killed');
    expect(new Journal(file).of(keyOf(mutant))).toBe('killed');
  });
});

describe('the rules of a backend', () => {
  const text = [
    "import { when } from './draft';",
    'const least = 3;',
    'const small = (one) => one < least;',
    'const size: Rule = ({ one }) => when(small(one), { path });',
    'const other: Rule = ({ two }) => when(two, { path });',
    'export const someRules: readonly Rule[] = [size, other];',
  ].join('\n');
  const of = (name: string): readonly string[] => {
    const found = ruleMutantsOf('a.ts', text).find(({ rule }) => rule === name);
    return (found?.mutants ?? []).map((mutant) => applied(mutant, text).split('\n')[mutant.line - 1] ?? '');
  };

  test('each is left out, never reported, always reported and inverted, and has the mutants of its helpers', () => {
    expect(of('other')).toEqual([
      'export const someRules: readonly Rule[] = [size, () => []];',
      'const other: Rule = ({ two }) => when(false, { path });',
      'const other: Rule = ({ two }) => when(true, { path });',
      'const other: Rule = ({ two }) => when(!(two), { path });',
    ]);
    expect(of('size')).toEqual(expect.arrayContaining(['const least = (3 + 1);', 'const small = (one) => one <= least;']));
    expect(of('size')).not.toContain('const other: Rule = ({ two }) => when(false, { path });');
  });

  test('their suites are known where the name of a file does not tell them, and of other files none', () => {
    expect(suitesAbout('config/rules/worker-rules.ts')).toContain('test/config/worker-rules.test.ts');
    expect(suitesAbout('config/schedule.ts')).toContain('test/config/task-rules.test.ts');
    expect(suitesAbout('config/rollout.ts')).toEqual([]);
  });

  test('a pattern takes everything, nothing and what has more around it, and a shape takes fields that it does not know', () => {
    const shape = 'const name = z.string().regex(/^[a-z]+$/i);\nconst one = z.strictObject({ name });';
    const found = shapeMutantsOf('a.ts', shape, ['one']);
    expect(found.map(({ rule }) => rule)).toEqual(['one']);
    expect(found[0]?.mutants.map(({ after }) => after)).toEqual(['/(?:)/i', '/(?!)/i', '/[a-z]+$/i', '/^[a-z]+/i', 'looseObject']);
    expect(() => shapeMutantsOf('a.ts', shape, ['other'])).toThrow('a.ts must declare other');
  });

  test('as many faults of each are tried as asked for, and others in place of those that live until three are killed or as many others are tried', () => {
    const mutants = mutantsOf('a.ts', 'f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);');
    const triedWith = (each: number, kills: readonly number[]): readonly number[] => {
      const verdicts = new Map<string, Verdict>();
      const next = () => dueOf(mutants, each, (one) => verdicts.get(keyOf(one)))[0];
      for (let one = next(); one !== undefined; one = next()) verdicts.set(keyOf(one), kills.includes(Number(one.before)) ? 'killed' : 'lived');
      return mutants.filter((one) => verdicts.has(keyOf(one))).map(({ before }) => Number(before));
    };
    expect(triedWith(4, [1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
    expect(triedWith(4, [1, 2, 4])).toEqual([1, 2, 3, 4]);
    expect(triedWith(4, [1, 2, 6])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(triedWith(4, [1])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(triedWith(2, [1, 2])).toEqual([1, 2, 3, 4]);
    expect(triedWith(20, [])).toHaveLength(10);
  });

  test('are all found, each with more than the required number of mutants, and with suites that exist', () => {
    const rules = rulesToTry(join(__dirname, '../..'), { seed: 1, only: '' });
    expect(rules.filter(({ mutants }) => mutants.length < leastOfRule).map(({ rule }) => rule)).toEqual([]);
    expect(rules.flatMap(({ tests }) => tests).filter((test) => !existsSync(join(__dirname, '../..', test)))).toEqual([]);
    expect(rules.length).toBeGreaterThan(40);
  });
});
