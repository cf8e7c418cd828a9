/** Mistakes in config/versions.json are reported with path, rule and value, all at once. */
import fc from 'fast-check';
import committed from '../../config/versions.json';
import { versionsOf } from '../../config/versions';
import { ConfigurationError } from '../../config/rules/problem';

const sections = ['images', 'crds'] as const;
const fields = sections.flatMap((section) => Object.keys(committed[section]).map((name) => [section, name] as const));

function problemsOf(source: unknown): readonly { readonly path: string; readonly rule: string; readonly received: unknown }[] {
  try {
    versionsOf(source);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const without = (section: (typeof sections)[number], name: string): unknown => ({
  ...committed,
  [section]: Object.fromEntries(Object.entries(committed[section]).filter(([key]) => key !== name)),
});

test('the committed file is valid', () => {
  expect(problemsOf(committed)).toEqual([]);
});

test.each(fields)('%s.%s must not be missing, a number or `latest`', (section, name) => {
  const path = `config/versions.json: ${section}.${name}`;
  expect(problemsOf(without(section, name))).toEqual([{ path, rule: 'must be a text', received: undefined }]);
  for (const value of [7, null, ['a'], '', 'docker.io/a/b:latest']) {
    expect(problemsOf({ ...committed, [section]: { ...committed[section], [name]: value } })).toEqual([
      { path, rule: expect.stringMatching(/^must be /), received: value },
    ]);
  }
});

test('an unknown name is a mistake, and any set of mistakes is reported completely', () => {
  fc.assert(
    fc.property(fc.subarray(fields.map(([, name]) => name)), fc.constantFrom('grafanna', 'extra'), (missing, extra) => {
      const part = (section: (typeof sections)[number]): object =>
        Object.fromEntries(Object.entries(committed[section]).filter(([key]) => !missing.includes(key)));
      const paths = problemsOf({ ...committed, images: { ...part('images'), [extra]: 'docker.io/a/b:1' }, crds: part('crds') }).map((problem) => problem.path);
      expect([...paths].sort()).toEqual(
        [...fields.filter(([, name]) => missing.includes(name)).map((field) => field.join('.')), `images.${extra}`]
          .map((name) => `config/versions.json: ${name}`)
          .sort(),
      );
    }),
  );
});

test.each([[undefined], [null], [[]], ['text'], [{}]])('a file that is no list of versions is refused: %j', (source) => {
  expect(problemsOf(source).length).toBeGreaterThan(0);
});
