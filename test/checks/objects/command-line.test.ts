import fc from 'fast-check';
import { commandsOf, optionWords } from '../../../checks/objects/command-line';

const words = (command: readonly string[], env: Readonly<Record<string, string>> = {}): readonly (readonly string[])[] =>
  commandsOf({ command: [...command], args: [], env: Object.entries(env).map(([name, value]) => ({ name, value })) }).map((found) => found.words);

test('a line for a shell is split into its commands, and the arguments of the container itself stay one command', () => {
  expect(words(['sh', '-c', 'migrate && exec serve -w 4'])).toEqual([['sh', '-c'], ['migrate'], ['exec', 'serve', '-w', '4']]);
  expect(words(['serve', '--workers', '4'])).toEqual([['serve', '--workers', '4']]);
});

test('blanks and separators within quotes do not split, and a line that ends in a backslash goes on', () => {
  expect(words(['A="x; y" serve --name \'a b\' \\\n  --workers 4'])).toEqual([['A=x; y', 'serve', '--name', 'a b', '--workers', '4']]);
});

test('references of the kubelet and of a shell are replaced by the value in the manifest or a default, or stay', () => {
  const env = { COUNT: '4' };
  expect(words(['$(COUNT)', '${COUNT}', '$COUNT', '${COUNT:-9}', '${OTHER:-9}', '$OTHER', '--workers=$COUNT'], env)).toEqual([
    ['4', '4', '4', '4', '9', '$OTHER', '--workers=4'],
  ]);
});

test('only a line that names a program is a shell line: options alone belong to the program of the image', () => {
  const inShell = (line: string): boolean | undefined => commandsOf({ command: [], args: [line], env: [] }).at(-1)?.inShell;
  expect(inShell('gunicorn -w 4')).toBe(true);
  expect(inShell('-w 4')).toBe(false);
});

test('plain words are parsed unchanged, however they are laid out', () => {
  const plain = fc.stringMatching(/^[\w./:@=-]+$/);
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), fc.constantFrom(' ', '  ', '\t', ' \\\n '), (all, blank) => {
      expect(optionWords(all.join(blank))).toEqual(all);
    }),
  );
});
