import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentsIn, parseObjects, readManifests } from '../../checks/read-manifests';

const output = mkdtempSync(join(tmpdir(), 'lyo-read-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b, labels: { c: d } }\n';

test('reads every YAML file of an environment, with construct path and source from the metadata file', () => {
  mkdirSync(join(output, 'dev'));
  writeFileSync(join(output, 'dev', 'b.yaml'), `${service}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: e }\n---\n`);
  writeFileSync(join(output, 'dev', 'notes.txt'), 'not a manifest');
  writeFileSync(
    join(output, 'construct-metadata.json'),
    JSON.stringify({ version: '1.0.0', resources: { 'dev/Service/b/a': { path: 'chart/a', source: 'charts/a.ts' } } }),
  );
  const [first, second, ...rest] = readManifests(output, 'dev');
  expect(environmentsIn(output)).toEqual(['dev']);
  expect(first).toMatchObject({ group: '', version: 'v1', kind: 'Service', namespace: 'b', name: 'a', labels: { c: 'd' } });
  expect(first?.origin).toEqual({ file: join(output, 'dev', 'b.yaml'), constructPath: 'chart/a', source: 'charts/a.ts' });
  expect(second).toMatchObject({ group: 'apps', version: 'v1', namespace: undefined, origin: { file: join(output, 'dev', 'b.yaml') } });
  expect(rest).toEqual([]);
});

test.each([
  ['text that is not YAML', 'a: [', /^x.yaml: must be YAML, received /],
  ['a key that is there twice', 'a: 1\na: 2\n', /^x.yaml: must be YAML, received duplicated mapping key/],
  ['an object without metadata', 'kind: Service\n', 'x.yaml: an object must have metadata, received {"kind":"Service"}'],
  ['an object without a kind', 'apiVersion: v1\nmetadata: { name: a }\n', /^x.yaml: kind must be text, received nothing in /],
  ['an object without a name', 'apiVersion: v1\nkind: Service\nmetadata: {}\n', /^x.yaml: name must be text, received nothing/],
])('refuses %s', (_, yaml, message) => {
  expect(() => parseObjects(yaml, 'x.yaml')).toThrow(message);
});
