/** An export must be used by another file, or in the signature of something that another file imports. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** Files that programs load by name without an import: each of their exports may be used. */
const loadedByName = /^(e2e\/scenarios\/|checks\/plugin\/plugin\.ts$|checks\/pulumi-policy\/index\.ts$)/;
const environmentSources = 'config/environment-sources.ts';
const importOf = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']*)'/g;
const wholeImportOf = /(?:\*\s+as\s+\w+\s+from\s+|import\(\s*)'(\.[^']*)'/g;
const exportOf = /^export (?:declare )?(?:abstract )?(?:async )?(function|const|class|interface|type) (\w+)/gm;

/** Unused exports as `<file> <name>`. @param texts by path */
function unusedExports(texts: ReadonlyMap<string, string>): readonly string[] {
  const used = new Set<string>();
  const whole = new Set<string>();
  const owners = filesOfOwner(texts);
  for (const [file, text] of texts) {
    const target = (path: string): string => `${join(dirname(file), path)}.ts`;
    for (const [, names = '', path = ''] of text.matchAll(importOf)) for (const name of names.split(',')) used.add(`${target(path)} ${originalName(name)}`);
    for (const [, path = ''] of text.matchAll(wholeImportOf)) whole.add(target(path));
  }
  return [...texts].flatMap(([file, text]) => {
    if (whole.has(file) || loadedByName.test(file) || owners.has(file)) return [];
    const left = [...text.matchAll(exportOf)].filter(([, , name = '']) => !used.has(`${file} ${name}`));
    const types = left.some(([, kind]) => isType(kind)) ? namesInSignatures(file, text) : new Set<string>();
    return left.filter(([, kind, name]) => !(isType(kind) && types.has(name ?? ''))).map(([, , name = '']) => `${file} ${name}`);
  });
}

/** Files of config/ that only the environments use, or no file: they belong to users, who may keep unused exports there. */
function filesOfOwner(texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [file, text] of texts)
    for (const [, path = ''] of text.matchAll(/from\s+'(\.[^']*)'/g)) {
      const imported = `${join(dirname(file), path)}.ts`;
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  const candidates = [...texts.keys()].filter((file) => /^config\/[^/]+\.ts$/.test(file) && file !== environmentSources);
  const owned = new Set<string>();
  for (let before = -1; before < owned.size;) {
    before = owned.size;
    for (const file of candidates) if ((importers.get(file) ?? []).every((importer) => importer === environmentSources || owned.has(importer))) owned.add(file);
  }
  return owned;
}

/** `type a as b` → a. */
function originalName(text: string): string {
  return (
    text
      .trim()
      .replace(/^type /, '')
      .split(' as ')[0] ?? ''
  );
}

function isType(kind: string | undefined): boolean {
  return kind === 'interface' || kind === 'type' || kind === 'class';
}

/** Types in the exported declarations, without their bodies and values. */
function namesInSignatures(file: string, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || ts.isPropertyDeclaration(node)) return;
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node))
      names.add((ts.isTypeReferenceNode(node) ? node.typeName : node.expression).getText());
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  for (const statement of source.statements) {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (isExported) ts.forEachChild(statement, visit);
  }
  return names;
}

test('every export is imported by another file, or part of the signature of an imported one', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const files = listed.filter((file) => existsSync(join(root, file)) && !/^imports\/.*\.(io|com)\.ts$/.test(file));
  expect(unusedExports(new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])))).toEqual([]);
});

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['a value that nobody imports', { 'a.ts': 'export const a = 1;\nexport const b = 2;', 'b.ts': "import { a } from './a';" }, ['a.ts b']],
  [
    'a type that stands in a body alone',
    { 'a.ts': 'export interface A {}\nexport function b(): void {\n  const a: A = {};\n}', 'b.ts': "import { b } from './a';" },
    ['a.ts A'],
  ],
  [
    'no type of a parameter or a member',
    { 'a.ts': 'export interface A {}\nexport interface B {\n  a: A;\n}\nexport const b = (b: B): void => {};', 'b.ts': "import { b as c } from './a';" },
    [],
  ],
  ['nothing of a file that is loaded whole', { 'a.ts': 'export const a = 1;', 'b.ts': "await import('./a');" }, []],
  [
    'nothing of files that an environment alone uses, or that its owner left lying',
    {
      'config/environment-sources.ts': "import { dev } from './dev';",
      'config/dev.ts': "import { shared } from './shared';\nexport const dev = 1;\nexport const old = 2;",
      'config/shared.ts': 'export const shared = 1;\nexport const spare = 2;',
      'config/left.ts': 'export const left = 1;',
    },
    [],
  ],
  [
    'what a file has that environments and the product use',
    {
      'config/environment-sources.ts': "import { dev } from './dev';",
      'config/dev.ts': "import { shared } from './shared';\nexport const dev = 1;",
      'config/shared.ts': 'export const shared = 1;\nexport const spare = 2;',
      'charts/main.ts': "import { shared } from '../config/shared';",
    },
    ['config/shared.ts spare'],
  ],
  ['an import from another folder', { 'x/a.ts': 'export type A = 1;', 'y/b.ts': "import type { A } from '../x/a';" }, []],
])('%s', (_, files, unused) => expect(unusedExports(new Map(Object.entries(files)))).toEqual(unused));
