import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { exitStatus, reason } from '../../command-line/failure';
import { startedBy, tools } from '../../command-line/tools';

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));

test('every script is started by what answers to --help and refuses unknown options; no program of others stands in package.json itself', () => {
  for (const [name, command] of Object.entries(scripts)) {
    const [, program = '', script] = /^node --import tsx --import \.\/command-line\/(?:faults|preload)\.ts (\S+\.ts)(?: (\S+))?$/.exec(command) ?? [];
    expect([name, program]).toEqual([name, expect.stringMatching(/\.ts$/)]);
    expect([name, script]).toEqual([name, program === 'command-line/tool.ts' ? name : undefined]);
  }
  expect(Object.keys(tools).filter((name) => !(name in scripts))).toEqual([]);
});

test.each(Object.keys(tools))('%s says what it starts, with every option, and starts nothing', (script) => {
  const { help, steps } = startedBy(script, ['--help']);
  expect(steps).toEqual([]);
  expect(help).toContain(script);
  for (const option of Object.keys(tools[script]?.options ?? {})) expect(help).toContain(`--${option}`);
});

test.each(Object.keys(tools))('%s refuses an option that nobody knows in one line, with status 2', (script) => {
  fc.assert(
    fc.property(fc.stringMatching(/^--[a-z]{3,10}$/), (option) => {
      fc.pre(!Object.keys(tools[script]?.options ?? {}).includes(option.slice(2)) && option !== '--help');
      let said: unknown;
      try {
        startedBy(script, [option]);
      } catch (error) {
        said = error;
      }
      expect([exitStatus(said), reason(said)]).toEqual([2, expect.stringMatching(/^[^\n]+--help shows what there is\)$/)]);
    }),
  );
});

test('paths and options go to the program; a script that takes no files refuses them', () => {
  expect(startedBy('test', ['test/config', '-t', 'duration', '-w', '2']).steps).toEqual([['jest', 'test/config', '-t', 'duration', '-w', '2']]);
  expect(startedBy('lint', ['--fix']).steps).toEqual([['eslint', '.', '--fix']]);
  expect(() => startedBy('types', ['config/dev.ts'])).toThrow(/config\/dev\.ts/);
});

test('a script that nobody knows is refused with those that there are', () => {
  expect(() => startedBy('tests', [])).toThrow(/must be one of test, .*received tests/);
});
