/** Real projects that were not written for this platform: does each move in by configuration alone? Does what `npm start` does with each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../charts/synthesis';
import { checksOver } from '../../checks/checks';
import { freeze } from '../../checks/identity/freezing';
import type { ManifestObject } from '../../checks/manifest';
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import type { Environment } from '../../config/environment';
import { validate } from '../../config/validate';
import type { Project } from '../fixtures/projects/project';
import { projects, sourceOf } from '../fixtures/projects/projects';

const byName = projects.map((project) => [project.repository, project] as const);

function environmentOf(project: Project): Environment {
  const validation = validate(sourceOf(project));
  if (!validation.ok) throw new Error(JSON.stringify(validation.problems, undefined, 2));
  return validation.environment;
}

function objectsOf(environment: Environment): readonly ManifestObject[] {
  return synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, `manifests/${environment.name}/${name}`));
}

test.each(byName)('%s has a valid configuration, and its manifests pass every check', (_, project) => {
  const environment = environmentOf(project);
  const objects = objectsOf(environment);
  // a new environment is frozen once, as by `npm run identity:freeze`
  const { list } = freeze({}, [{ environment: environment.name, objects }], []);
  const { violations, results } = runChecks(environment.name, objects, checksOver({ environments: [environment], frozen: list }));
  expect(violations.map(({ check, object, problem }) => `${check}: ${object}: ${problem}`)).toEqual([]);
  expect(results.length).toBeGreaterThan(50);
});

const rows = readFileSync(join(__dirname, '..', '..', 'docs', 'public-projects.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

test.each(byName)('the table of docs/public-projects.md agrees with the configuration of %s', (repository, { fits, workloads, databases = {}, misfits }) => {
  const row = rows.find((cells) => cells[1] === repository);
  const kinds = workloads.map(({ kind = 'web' }) => kind);
  const count = (kind: string): string => String(kinds.filter((other) => other === kind).length);
  const secrets = new Set(workloads.flatMap(({ secrets: of = {} }) => Object.keys(of)));
  const stores = Object.values(databases).map(({ kind }) => kind);
  expect(row?.slice(2, 8)).toEqual([fits, count('web'), count('worker'), count('release'), String(secrets.size), stores.join(', ') || 'none']);
  expect(misfits.length).toBeGreaterThan(0);
});

test('at least twelve are tried, and at least ten of them move in', () => {
  expect(projects.length).toBeGreaterThanOrEqual(12);
  expect(projects.filter(({ fits }) => fits !== 'not yet').length).toBeGreaterThanOrEqual(10);
});
