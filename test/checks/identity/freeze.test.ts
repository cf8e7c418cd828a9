/** Runs the program as a process, which synthesizes in another one. */
import { ProjectCopy } from '../../project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());

test('compares the configuration with the committed list, adds new entries, and reports a problem of the configuration', () => {
  const list = 'checks/identity/frozen.json';
  const complete = project.read(list);
  project.edit(list, '"dev"', '"test"');
  expect(project.run('checks/identity/freeze.ts', ['--again', 'test'])).toEqual({
    status: 0,
    stdout: expect.stringContaining('added     dev/Deployment/lyo-backend/backend'),
    stderr: '',
  });
  expect(JSON.parse(project.read(list))).toEqual(JSON.parse(complete));
  project.edit('config/versions.json', '{', '{,');
  expect(project.run('checks/identity/freeze.ts', ['--check'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^the synthesis failed:\n.*versions\.json/),
  });
});
