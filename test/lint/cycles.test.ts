/** Import cycles of every kind are found. `npm run cycles` checks the project itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

function cruised(files: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-cycles-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of Object.entries({ 'tsconfig.json': '{ "compilerOptions": { "module": "CommonJS" } }', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, stdout } = spawnSync(process.execPath, [depcruise, '--config', join(root, '.dependency-cruiser.mjs'), 'part'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, output: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const leaf = 'export const leaf = 1;\nexport type Leaf = number;\n';

test.each([
  [
    'by types alone',
    { 'part/a.ts': "import type { B } from './b';\nexport type A = B;\n", 'part/b.ts': "import type { A } from './a';\nexport type B = A | 1;\n" },
  ],
  [
    'by a type one way and a value the other',
    {
      'part/a.ts': "import { b } from './b';\nexport type A = 1;\nexport const a = b;\n",
      'part/b.ts': "import type { A } from './a';\nexport const b: A = 1;\n",
    },
  ],
  [
    'over three files and a folder',
    {
      'part/a.ts': "import { b } from './of/b';\nexport const a = b;\n",
      'part/of/b.ts': "export { c as b } from './c';\n",
      'part/of/c.ts': "import { type A } from '../a';\nexport const c = 1;\nexport type C = A;\n",
    },
  ],
])('an import cycle is an error: %s', (_, files) => {
  const { status, output } = cruised(files);
  expect(output).toContain('error no-cycle: part/');
  expect(status).not.toBe(0);
});

test('two files that import a third are no cycle', () => {
  const needing = (name: string): string => `import { leaf, type Leaf } from './leaf';\nexport const ${name}: Leaf = leaf;\n`;
  expect(cruised({ 'part/a.ts': needing('a'), 'part/b.ts': needing('b'), 'part/leaf.ts': leaf })).toMatchObject({ status: 0 });
});
