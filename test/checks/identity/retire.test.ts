/** Runs the command as a process in a copy of the project, with the real programs. `retire-command`, `regeneration` and `interruption` test the other cases. */
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { synthesize } from '../../../charts/synthesis';
import { audit } from '../../../checks/cis/audit';
import { htmlReport } from '../../../checks/cis/report/html';
import { markdownReport } from '../../../checks/cis/report/markdown';
import { parsePlan } from '../../../checks/plan-file';
import { parseObjects } from '../../../checks/read-manifests';
import { recordPlan } from '../../../stacks/plan';
import { planHeading } from '../../../stacks/plan-heading';
import { planText } from '../../../stacks/plan-text';
import { environments } from '../../fixtures/environments';
import { ProjectCopy } from '../../project-copy';

const list = 'checks/identity/frozen.json';
const project = new ProjectCopy();
afterAll(() => project.remove());

/** Everything that the command may write, by path. */
function written(): Readonly<Record<string, string>> {
  const files = ['checks/identity', 'manifests', 'plans', 'docs/audit'].flatMap((folder) =>
    readdirSync(project.path(folder), { recursive: true, encoding: 'utf8' }).map((name) => join(project.path(folder), name)),
  );
  return {
    ...Object.fromEntries(files.filter((path) => statSync(path).isFile()).map((path) => [relative(project.folder, path), readFileSync(path, 'utf8')])),
    left: readdirSync(project.folder).sort().join(' '),
  };
}

beforeAll(() => {
  project.writeManifests();
  for (const [folder, files] of [
    ['plans', ['dev.yaml', 'prod.yaml']],
    ['docs/audit', ['dev.md', 'prod.md']],
  ] as const) {
    mkdirSync(project.path(folder), { recursive: true });
    for (const file of files)
      writeFileSync(project.path(folder, file), file.endsWith('.md') ? `# Audit of ${file.slice(0, -3)}\n` : `${planHeading}of before\n`);
  }
  project.edit('config/environment-sources.ts', "import { prod } from './prod';\n", '');
  project.edit('config/environment-sources.ts', '[dev, prod]', '[dev]');
});

test('without a removed environment, the files are those that npm start, npm run plan and npm run audit write for the others', async () => {
  const { status, stdout, stderr } = project.run('checks/identity/retire.ts', ['prod', '--write', '--delete-data']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('pulumi destroy --stack prod');
  const [dev] = environments;
  if (dev === undefined) throw new Error('there must be an environment');
  const plan = await recordPlan(dev);
  const manifests = synthesize(dev);
  const { [list]: shortened = '', left, ...generated } = written();
  const report = audit({
    plan: parsePlan(planText(plan), 'plans/dev.yaml'),
    manifests: { environment: 'dev', objects: manifests.flatMap(({ name, yaml }) => parseObjects(yaml, join('manifests/dev', name))) },
  });
  expect(generated).toEqual({
    ...Object.fromEntries(Object.entries(generated).filter(([path]) => path.startsWith('checks/identity/'))),
    ...Object.fromEntries(manifests.map(({ name, yaml }) => [`manifests/dev/${name}`, yaml])),
    'plans/dev.yaml': planText(plan),
    'docs/audit/dev.md': markdownReport(report),
    'docs/audit/dev.html': htmlReport(report),
  });
  expect(Object.keys(JSON.parse(shortened) as object)).toEqual(['dev']);
  expect(left).not.toContain('.retirement');
});
