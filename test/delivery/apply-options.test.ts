import { applyHelp, parseApplyOptions } from '../../delivery/apply-options';

const environments = (folder: string): readonly string[] => (folder === 'absent' ? [] : ['dev', 'prod']);

test('an environment is enough: a real apply that waits for everything', () => {
  expect(parseApplyOptions(environments, ['--env', 'dev'])).toMatchObject({ environment: 'dev', dryRun: false, wait: 'all' });
});

test('every wrong option is told at once, by name, rule and value', () => {
  expect(() => parseApplyOptions(environments, ['--env', 'staging', '--wait', 'ever', '--kubeconfig', 'absent'])).toThrow(
    '--env must be one of dev, prod, received staging\n--wait must be one of none, rollouts, all, received ever\n--kubeconfig must be a file, received absent',
  );
});

test('another folder of manifests must have folders for environments', () => {
  expect(parseApplyOptions(environments, ['--env', 'dev', '--manifests', 'other'])).toMatchObject({ manifests: 'other' });
  expect(() => parseApplyOptions(environments, ['--env', 'dev', '--manifests', 'absent'])).toThrow(
    '--manifests must be a folder with a folder for each environment, received absent',
  );
});

test('without an environment nothing is applied', () => {
  expect(() => parseApplyOptions(environments, [])).toThrow('--env must be one of dev, prod, received nothing');
});

test('help names every option', () => {
  expect(parseApplyOptions(environments, ['--help'])).toBe('help');
  for (const option of ['--env', '--dry-run', '--wait', '--manifests', '--kubeconfig', '--kubectl']) expect(applyHelp).toContain(option);
});
