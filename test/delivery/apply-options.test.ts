import { applyHelp, parseApplyOptions } from '../../delivery/apply-options';

const environments = (folder: string): readonly string[] => (folder === 'absent' ? [] : ['dev', 'prod']);

test('an environment alone means a real apply that waits for everything', () => {
  expect(parseApplyOptions(environments, ['--env', 'dev'])).toMatchObject({ environment: 'dev', dryRun: false, wait: 'all' });
});

test('all wrong options are reported at once, by name, rule and value', () => {
  expect(() => parseApplyOptions(environments, ['--env', 'staging', '--wait', 'ever', '--kubeconfig', 'absent'])).toThrow(
    '--env must be one of dev, prod, received staging\n--wait must be one of none, rollouts, all, received ever\n--kubeconfig must be a file, received absent',
  );
});

test('a release may be given, with its options', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const args = [
    '--env',
    'dev',
    '--commit',
    'v1',
    '--digest',
    digest,
    '--allow-delete',
    'Namespace/a',
    '--allow-delete',
    'StatefulSet.apps/shop/db',
    '--prune-budget',
    '0',
  ];
  expect(parseApplyOptions(environments, args)).toMatchObject({
    commit: 'v1',
    digest,
    allowDelete: ['Namespace/a', 'StatefulSet.apps/shop/db'],
    pruneBudget: 0,
  });
});

test.each([
  [['--digest', 'sha256:1'], '--digest must be sha256: and 64 digits of 0-9a-f, received sha256:1'],
  [['--allow-delete', 'db'], '--allow-delete must be Kind.group/namespace/name or Kind.group/name, received db'],
  [['--allow-delete', 'a/b/c/d'], '--allow-delete must be'],
  [['--prune-budget=-1'], '--prune-budget must be a whole number of objects, received -1'],
  [['--prune-budget', '1.5'], '--prune-budget must be a whole number of objects, received 1.5'],
  [['--lock-seconds', '9'], '--lock-seconds must be a whole number from 10 on, received 9'],
  [['--lock-patience', 'long'], '--lock-patience must be a whole number of seconds, received long'],
])('%j is refused', (args, problem) => {
  expect(() => parseApplyOptions(environments, ['--env', 'dev', ...args])).toThrow(problem);
});

test('another folder of manifests must contain a folder for the environment', () => {
  expect(parseApplyOptions(environments, ['--env', 'dev', '--manifests', 'other'])).toMatchObject({ manifests: 'other' });
  expect(() => parseApplyOptions(environments, ['--env', 'dev', '--manifests', 'absent'])).toThrow(
    '--manifests must be a folder with a folder for each environment, received absent',
  );
});

test('without an environment nothing is applied', () => {
  expect(() => parseApplyOptions(environments, [])).toThrow('--env must be one of dev, prod, received nothing');
});

test('the help text names every option', () => {
  expect(parseApplyOptions(environments, ['--help'])).toBe('help');
  for (const option of [
    '--env',
    '--dry-run',
    '--wait',
    '--manifests',
    '--kubeconfig',
    '--kubectl',
    '--commit',
    '--digest',
    '--allow-delete',
    '--prune-budget',
    '--lock-seconds',
    '--lock-patience',
    '--json',
  ])
    expect(applyHelp).toContain(option);
});
