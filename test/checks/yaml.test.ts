import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { yamlDocument, yamlDocuments } from '../../checks/yaml';

test('a date, `yes` and a merge key stay plain text', () => {
  expect(yamlDocument('at: 2026-11-29\nanswer: yes\nmode: 0o644\n<<: { a: 1 }\n')).toEqual({ at: '2026-11-29', answer: 'yes', mode: 420, '<<': { a: 1 } });
});

test('each document of a text is one value, and an empty one is null', () => {
  expect(yamlDocuments('a: 1\n---\n---\nb: 2\n')).toEqual([{ a: 1 }, null, { b: 2 }]);
  expect(yamlDocument('')).toBeNull();
  expect(yamlDocuments('')).toEqual([]);
});

test.each([
  ['a key that is there twice', 'a: 1\nb: 2\na: 3\n', /^duplicated mapping key \(3:1\)$/],
  ['a list without an end', 'a: [1,\n', /^[^\n]+ \(\d+:\d+\)$/],
  ['a tab that moves a line in', 'a:\n\tb: 1\n', /^[^\n]+ \(\d+:\d+\)$/],
])('%s is refused in one line, with line and column', (_what, text, problem) => {
  expect(() => yamlDocuments(text)).toThrow(problem);
  expect(() => yamlDocument(text)).toThrow(problem);
});

test('several documents are refused where one is expected', () => {
  expect(() => yamlDocument('a: 1\n---\nb: 2\n')).toThrow(/single document/);
});

test('text that the library `yaml` writes is parsed as by that library', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(fc.string({ minLength: 1 }), tie('tree'), { maxKeys: 4 })),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), tree, { minKeys: 1 }), (value) => {
      const text = stringify(value, { aliasDuplicateObjects: false });
      expect(yamlDocuments(text)).toEqual(parseAllDocuments(text).map((document) => document.toJS() as unknown));
    }),
  );
});
