/** A secret at the wrong place of a command line: the refusal must not print it into a log. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { auditCommand } from '../../checks/audit-command';
import { costCommand } from '../../checks/cost/cost-command';
import { freezeCommand } from '../../checks/identity/freeze-command';
import { frozen } from '../../checks/identity/frozen';
import { retireCommand } from '../../checks/identity/retire-command';
import { allManifests } from '../../checks/read-manifests';
import { outcomeOf, type Outcome } from '../../command-line/outcome';
import { typedSecrets, withoutTyped } from '../../command-line/typed-secrets';
import { parseApplyOptions } from '../../delivery/apply-options';
import { reviewCommand } from '../../delivery/review-command';
import { commentCommand } from '../../delivery/comment-command';
import { deployCommand } from '../../delivery/deploy-command';
import { pinCommand } from '../../delivery/pin-command';
import { proposeCommand } from '../../delivery/propose-command';
import { adoptCommand } from '../../delivery/adopt-command';
import { driftCommand } from '../../delivery/drift-command';
import { explainCommand } from '../../delivery/explain/explain-command';
import { newCommand } from '../../delivery/new/new-command';
import { previewIdentityCommand } from '../../delivery/preview-identity-command';
import { promoteCommand } from '../../delivery/promote-command';
import { publishCommand } from '../../delivery/publish-command';
import { committedCommand } from '../../delivery/committed-command';
import { startCommand } from '../../delivery/start-command';
import { forecastCommand } from '../../planning/forecast-command';
import { recommendCommand } from '../../planning/recommend-command';
import { liveCheckCommand } from '../../stacks/live-check-command';
import { planCommand } from '../../stacks/plan-command';
import { environments } from '../fixtures/environments';
import { ProjectCopy } from '../project-copy';

const root = join(__dirname, '../..');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const told = (args: readonly string[], text: string): string =>
  withoutTyped(
    typedSecrets(args, () => false),
    text,
  );

/** Made-up secrets in the formats of real services. */
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

test.each(secrets)('%s is not repeated, whether alone, as a value, after a sign, in JSON or in a path', (secret) => {
  for (const args of [[secret], ['--env', secret], [`--env=${secret}`]]) {
    for (const text of [`received ${secret}`, `received ${JSON.stringify(secret)}`, `open '${join('/x', secret, 'dev')}'`]) {
      const shown = told(args, text);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(shown).not.toContain(join('/', secret).slice(1));
    }
  }
});

test('a digest, and a commit at its place, are no secrets; the same digits elsewhere may be one', () => {
  const [digest, commit] = [`sha256:${'0123456789abcdef'.repeat(4)}`, '0123456789abcdef0123456789abcdef01234567'];
  expect(told(['--digest', digest], digest)).toBe(digest);
  for (const option of ['--commit', '--base', '--head', '--since']) expect(told([option, commit], commit)).toBe(commit);
  expect(told([`--base=${commit}`], commit)).toBe(commit);
  for (const args of [[commit], ['--env', commit], ['--commit', `${commit}G`], ['--digest', digest.slice(7)]])
    expect(told(args, args.at(-1) ?? '')).not.toContain('0123456789abcdef');
});

test('a query in PromQL is repeated, and a secret in its place is not', () => {
  for (const query of ['sum(rate(http_requests_total{code!~"5.."}[5m]))', '{job="shop"}', 'sum by (pod) (up)', 'sum(rate(calls2XXsum1m[1m]))'])
    expect(told(['--query', query], `of ${query}`)).toBe(`of ${query}`);
  for (const secret of secrets) expect(told(['--query', secret], secret)).not.toContain(secret);
  expect(told(['--env', 'sum(up)'], 'sum(up)')).not.toContain('sum(up)');
});

test('of an address the host is repeated', () => {
  expect(told([secrets[0]], `received ${secrets[0]}`)).toBe('received https://hooks.slack.com/…');
});

test('a value after an option with the name of a secret is not repeated', () => {
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
])('a mistyped value is repeated, so that its author finds it: %s', (value) => {
  expect(told(['--env', value], `received ${value}`)).toBe(`received ${value}`);
});

test('long random texts are never repeated', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9]{24,40}$/).filter((one) => /\d/.test(one) && /[a-z]/i.test(one));
  fc.assert(fc.property(text, (secret) => !told(['--x', secret], `a ${secret} b`).includes(secret)));
});

/** Commands as functions. What they print goes through `withoutTyped`, as `faults` does with the streams of a program. */
const nothing = (): never => {
  throw new Error('a command line with a mistake must not come as far');
};
const known = (): Promise<typeof environments> => Promise.resolve(environments);
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  'checks/audit.ts': (args) => auditCommand(args, () => Promise.resolve(environments.map(({ name }) => name))),
  'checks/cost/print.ts': costCommand,
  'checks/identity/freeze.ts': (args) =>
    freezeCommand(args, { list: join(root, 'test/fixtures/frozen.json'), synthesized: () => [], read: (folder) => allManifests(folder) }),
  'checks/identity/retire.ts': (args) => retireCommand(args, { frozen: () => frozen, before: () => [], after: () => [], write: nothing }),
  // after parsing its options, the program needs a cluster
  'delivery/apply.ts': (args) => Promise.resolve(args).then((line) => parseApplyOptions(() => ['dev'], line)),
  'delivery/review.ts': (args) =>
    reviewCommand(args, { root, standard: () => Promise.resolve({ checks: [], environments: [] }), configured: () => Promise.resolve('none') }),
  'delivery/new.ts': (args) => outcomeOf(() => newCommand(args, { sources: [], read: nothing, write: nothing })),
  'delivery/explain.ts': (args) => outcomeOf(() => explainCommand(args)),
  'delivery/promote.ts': (args) => promoteCommand(args, { root, review: nothing, variables: {}, ask: nothing }),
  'delivery/comment.ts': (args) => commentCommand(args, { variables: {}, ask: nothing }),
  'delivery/deploy.ts': (args) =>
    deployCommand(args, { root, environments: known, world: { quiet: nothing, shown: nothing, ask: nothing, say: nothing }, fetch: nothing, sleep: nothing }),
  'delivery/publish.ts': (args) => publishCommand(args, root),
  'delivery/pin.ts': (args) => pinCommand(args, root),
  'delivery/propose.ts': (args) => proposeCommand(args, { root, variables: {}, ask: nothing }),
  'delivery/drift.ts': (args) => driftCommand(args, root, () => new Date(0)),
  'delivery/adopt.ts': (args) => adoptCommand(args, root),
  'delivery/preview-identity.ts': (args) => previewIdentityCommand(args, root),
  'delivery/committed.ts': (args) => committedCommand(args, root),
  'delivery/start.ts': (args) => startCommand(args, { output: '', generate: () => ({ ok: false, why: 'not asked for' }), load: nothing }),
  'planning/recommend.ts': (args) => recommendCommand(args, { root: '/nowhere', load: () => Promise.resolve(environments), now: () => 0, progress: nothing }),
  'planning/forecast.ts': (args) => forecastCommand(args, { load: () => Promise.resolve(environments), now: () => 0 }),
  'stacks/live-check.ts': (args) => liveCheckCommand(args, { environments: known, ask: nothing, say: nothing }),
  'stacks/write-plans.ts': (args) => planCommand(args, { plans: '', load: () => Promise.resolve({ environments: [], recordPlan: nothing }) }),
};

/** Files with the help text of a program, if it is neither in the program itself nor in its command. */
const sources: Readonly<Record<string, readonly string[]>> = {
  'checks/cost/print.ts': ['checks/cost/cost-command.ts'],
  'delivery/apply.ts': ['delivery/apply-options.ts'],
  'delivery/review.ts': ['delivery/review-command.ts'],
  'stacks/write-plans.ts': ['stacks/plan-command.ts'],
};
const read = (file: string): string => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

/** Programs without a function, and one of each kind with a function. */
const asProcesses: readonly string[] = ['delivery/apply.ts', 'delivery/print-digest.ts', 'stacks/write-plans.ts'];

describe('in programs', () => {
  const programs = Object.values(scripts).flatMap((command) => {
    const [, file] = /--import \.\/command-line\/(?:faults|preload)\.ts (\S+)/.exec(command) ?? [];
    return file !== undefined && /^(checks|delivery|planning|stacks)\//.test(file) ? [file] : [];
  });
  /** Command lines with the secret at each option in the program's help, and alone. */
  const mistyped = (program: string): readonly (readonly string[])[] => {
    const text = [program, program.replace(/\.ts$/, '-command.ts'), ...(sources[program] ?? [])].map(read).join('\n');
    const options = [...text.matchAll(/npm run [\w:]+ -- .*?(--[\w-]+) <|^ *(--[\w-]+) </gm)].map(([, first, second]) => first ?? second ?? '');
    return options.length === 0 ? [[secrets[0]]] : [...new Set(options)].map((option) => [option, secrets[0]]);
  };

  test('every program is tested, and each has options', () => {
    expect([...Object.keys(commands), ...asProcesses].filter((program) => !programs.includes(program))).toEqual([]);
    expect(programs.filter((program) => !(program in commands) && !asProcesses.includes(program))).toEqual([]);
    expect(programs.flatMap(mistyped).length).toBeGreaterThan(20);
  });

  test.each(Object.entries(commands))('%s does not repeat the secret, at whatever option', async (program, command) => {
    // an output folder may have any name
    for (const args of mistyped(program).filter(([option]) => option !== '--output')) {
      const written = await outcomeOf(async () => {
        const said = await command(args);
        return typeof said === 'object' && said !== null && 'status' in said ? (said as Outcome) : { status: 0, stdout: String(said), stderr: '' };
      });
      expect({ args, refused: written.status === 1 || written.status === 2 }).toEqual({ args, refused: true });
      expect(told(args, written.stdout + written.stderr)).not.toMatch(/abcdefghijklmnop/);
      expect(written.stderr).not.toMatch(/\n +at |TypeError|must not come as far/);
    }
  });

  describe('as processes', () => {
    const project = new ProjectCopy();
    afterAll(() => project.remove());

    test.each(asProcesses)('%s hides the secret in its output, and prints no stack', (program) => {
      const lines = program in commands ? mistyped(program).slice(0, 1) : mistyped(program);
      for (const args of lines) {
        const { status, stdout, stderr } = project.run(program, args);
        if (args[0] !== '--output') expect({ args, refused: status === 1 || status === 2 }).toEqual({ args, refused: true });
        expect(stdout + stderr).not.toMatch(/abcdefghijklmnop/);
        expect(stderr).not.toMatch(/\n +at |TypeError/);
      }
    });
  });
});
