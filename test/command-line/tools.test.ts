import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { exitStatus, reason } from '../../command-line/failure';
import { startedBy, tools } from '../../command-line/tools';

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));

test('every script is started by code that answers --help and refuses unknown options, and package.json calls no third-party program directly', () => {
  for (const [name, command] of Object.entries(scripts)) {
    const [, program = '', script] = /^node --import tsx --import \.\/command-line\/(?:faults|preload)\.ts (\S+\.ts)(?: (\S+))?$/.exec(command) ?? [];
    expect([name, program]).toEqual([name, expect.stringMatching(/\.ts$/)]);
    expect([name, script]).toEqual([name, program === 'command-line/tool.ts' ? name : undefined]);
  }
  expect(Object.keys(tools).filter((name) => !(name in scripts))).toEqual([]);
});

test.each(Object.keys(tools))('%s --help prints what it starts and every option, and starts nothing', (script) => {
  const { help, steps } = startedBy(script, ['--help']);
  expect(steps).toEqual([]);
  expect(help).toContain(script);
  for (const option of Object.keys(tools[script]?.options ?? {})) expect(help).toContain(`--${option}`);
});

test.each(Object.keys(tools))('%s refuses an unknown option in one line, with status 2', (script) => {
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

test('paths and options are passed to the program; a script that takes no files refuses them', () => {
  expect(startedBy('test', ['test/config', '-t', 'duration', '-w', '2']).steps).toEqual([['jest', 'test/config', '-t', 'duration', '-w', '2']]);
  expect(startedBy('lint', ['--fix']).steps).toEqual([['eslint', '.', '--fix']]);
  expect(() => startedBy('types', ['config/dev.ts'])).toThrow(/config\/dev\.ts/);
});

test('an unknown script is refused with the list of the known ones', () => {
  expect(() => startedBy('tests', [])).toThrow(/must be one of test, .*received tests/);
});
