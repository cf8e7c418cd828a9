/** Kind: a secret stands on a command line where none belongs, and the refusal carries it into a log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { typedSecrets, withoutTyped } from '../../command-line/typed-secrets';
import { ProjectCopy } from '../project-copy';

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));
const told = (args: readonly string[], text: string): string =>
  withoutTyped(
    typedSecrets(args, () => false),
    text,
  );

/** None of them is real; they have the form of what services give. */
const secrets = [
  'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx',
  'https://events.example/hook?key=abc',
  'postgres://app:hunter2@db.example/orders',
  'ghp_0123456789abcdefghijABCDEFGHIJ012345',
  'xoxb-1-2-abc',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  'AIzaSyA-0123456789abcdefghij',
  '0123456789abcdef0123456789abcdef',
  'P@ssw0rd!',
  'Tr0ub4dor7',
  'correct "horse" battery',
  '-----BEGIN PRIVATE KEY-----\nMIIE',
] as const;

test.each(secrets)('%s is not repeated, alone, as a value, behind a sign, in JSON or in a path', (secret) => {
  for (const args of [[secret], ['--env', secret], [`--env=${secret}`]]) {
    for (const text of [`received ${secret}`, `received ${JSON.stringify(secret)}`, `open '${join('/x', secret, 'dev')}'`]) {
      const shown = told(args, text);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(shown).not.toContain(join('/', secret).slice(1));
    }
  }
});

test('a digest, and a commit where one belongs, are no secrets; the same digits elsewhere may be one', () => {
  const [digest, commit] = [`sha256:${'0123456789abcdef'.repeat(4)}`, '0123456789abcdef0123456789abcdef01234567'];
  expect(told(['--digest', digest], digest)).toBe(digest);
  for (const option of ['--commit', '--base', '--head', '--since']) expect(told([option, commit], commit)).toBe(commit);
  expect(told([`--base=${commit}`], commit)).toBe(commit);
  for (const args of [[commit], ['--env', commit], ['--commit', `${commit}G`], ['--digest', digest.slice(7)]])
    expect(told(args, args.at(-1) ?? '')).not.toContain('0123456789abcdef');
});

test('of an address the host is told', () => {
  expect(told([secrets[0]], `received ${secrets[0]}`)).toBe('received https://hooks.slack.com/…');
});

test('whatever follows an option with the name of a secret is not repeated', () => {
  for (const option of ['--password', '--api-key', '--auth', '--slack-webhook', '--token']) {
    expect(told([option, 'hunter2'], 'Unexpected argument hunter2')).not.toContain('hunter2');
    expect(told([`${option}=hunter2`], 'hunter2')).not.toContain('hunter2');
  }
});

test.each([
  'prdo',
  'dev/orders',
  'dev/Deployment/lyo-orders/orders-v2',
  'origin/main',
  'HEAD~3',
  '2027-03-01',
  '5%',
  '0.5',
  '/tmp/of mine/prices.json',
  'e2e-2',
  'café',
])('what is only mistyped is repeated, so that it is found: %s', (value) => {
  expect(told(['--env', value], `received ${value}`)).toBe(`received ${value}`);
});

test('long random texts are never repeated', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9]{24,40}$/).filter((one) => /\d/.test(one) && /[a-z]/i.test(one));
  fc.assert(fc.property(text, (secret) => !told(['--x', secret], `a ${secret} b`).includes(secret)));
});

describe('in programs', () => {
  const project = new ProjectCopy();
  afterEach(() => project.restore());
  afterAll(() => project.remove());
  const programs = Object.values(scripts).flatMap((command) => {
    const [, file] = /--import \.\/command-line\/(?:faults|preload)\.ts (\S+)/.exec(command) ?? [];
    return file !== undefined && /^(checks|delivery|stacks)\//.test(file) ? [file] : [];
  });

  test.each(programs)('%s repeats none of it, whatever option it stands at, and shows no stack', (program) => {
    const known = [...project.read(program).matchAll(/npm run [\w:]+ -- .*?(--[\w-]+) <|^ *(--[\w-]+) </gm)].map(([, first, second]) => first ?? second ?? '');
    const values = [...new Set(known)].map((option) => [option, secrets[0]]);
    for (const args of values.length === 0 ? [[secrets[0]]] : values) {
      const { status, stdout, stderr } = project.run(program, args);
      // what is written into a folder may be written into one with any name
      if (args[0] !== '--output') expect({ args, refused: status === 1 || status === 2 }).toEqual({ args, refused: true });
      expect(stdout + stderr).not.toMatch(/abcdefghijklmnop|ghp_0/);
      expect(stderr).not.toMatch(/\n +at |TypeError/);
    }
  });
});
