import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMPONENTS, componentNamed } from '../../../e2e/toolchain/components';
import { familyFolder } from '../../../e2e/toolchain/family-folder';

const read = (family: string, file: string): string => readFileSync(join(familyFolder(family), file), 'utf8');

test('names are unique, because they are file names in the cache', () => {
  expect(new Set(COMPONENTS.map(({ name }) => name)).size).toBe(COMPONENTS.length);
});

// without the tool line, `go mod tidy` would remove the requirements of the program
test.each(COMPONENTS.filter((component) => !('sources' in component)))('$name is a tool of its family', ({ family, package: path }) => {
  expect(read(family, 'go.mod')).toMatch(new RegExp(`^(tool |\t)${path}$`, 'm'));
});

const ofSources = COMPONENTS.filter((component) => 'sources' in component);

/** Folder of the program below that of its family; empty if the family is only this program. */
function folderInFamily({ family, package: path }: (typeof ofSources)[number]): string {
  const module = /^module (.+)$/m.exec(read(family, 'go.mod'))?.[1] ?? '';
  expect(`${path}/`).toContain(`${module}/`);
  return path.slice(module.length + 1);
}

test.each(ofSources)('$name is in the module of its family, and its sources need the requirements of that module', (component) => {
  expect(existsSync(join(familyFolder(component.family), folderInFamily(component)))).toBe(true);
});

test.each(ofSources)('the cache key of $name depends on every source file', (component) => {
  const folder = folderInFamily(component);
  const files = readdirSync(join(familyFolder(component.family), folder)).filter((file) => file.endsWith('.go'));
  expect([...component.sources].sort()).toEqual(files.map((file) => join(folder, file)).sort());
});

test.each(COMPONENTS)('$name has checksums', ({ family }) => expect(read(family, 'go.sum')).toContain('h1:'));

test('no family refers to a local folder', () => {
  for (const { family } of COMPONENTS) expect(read(family, 'go.mod')).not.toMatch(/=>\s*[./]/);
});

test('the version that Kubernetes programs report is the one that is built', () => {
  const required = /k8s\.io\/kubernetes (v\S+)/.exec(read('kubernetes', 'go.mod'))?.[1];
  expect(componentNamed('kubectl').variables?.['k8s.io/component-base/version.gitVersion']).toBe(required);
});
