import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { answerTo } from '../../command-line/answer';
import { exitStatus, reason } from '../../command-line/failure';
import { programs } from '../../command-line/programs';

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));
const preloaded = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /--import \.\/command-line\/preload\.ts (\S+)/.exec(command)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

test('the known programs are those that the npm scripts start', () => {
  expect(preloaded.map(({ file }) => file).sort()).toEqual(Object.keys(programs).sort());
});

test.each(preloaded)('$name --help prints its purpose and every option, and exits with 0', ({ name, file }) => {
  const answer = answerTo(file, ['--help']);
  expect(answer?.status).toBe(0);
  expect(answer?.text).toContain(`npm run ${name}`);
  for (const option of programs[file]?.options ?? []) expect(answer?.text).toContain(option);
});

test.each(preloaded)('the help of $name begins with its known purpose', ({ file }) => {
  expect(answerTo(file, [])).toBeUndefined();
  expect(answerTo(file, programs[file]?.options ?? [])).toBeUndefined();
});

test('an unknown option or argument is refused in one line, with status 2', () => {
  const word = fc.stringMatching(/^-{0,2}[a-z][a-z-]{0,12}$/).filter((text) => !['--help', '--short'].includes(text));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(programs)), word, (file, text) => {
      const answer = answerTo(file, [text]);
      expect(answer?.status).toBe(2);
      expect(answer?.text).not.toContain('\n');
    }),
  );
});

test('a program that parses its own command line is left alone', () => {
  expect(answerTo('delivery/start.ts', ['--help'])).toBeUndefined();
});

test('other errors exit with 1 and keep their lines', () => {
  expect(exitStatus(new Error('a\nb'))).toBe(1);
  expect(reason(new Error('a\nb'))).toBe('a\nb');
  expect(reason('no error at all')).toBe('no error at all');
});
