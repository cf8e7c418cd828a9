/** Commands, scenarios and tests in documents must exist. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checks } from '../../checks/checks';

const root = join(__dirname, '..', '..');
const docs = join(root, 'docs');
const testFiles = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file}`);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
// a scenario is named like its file (e2e/runner/discover-scenarios.ts)
const scenarios = new Set(readdirSync(join(root, 'e2e', 'scenarios')).map((file) => basename(file, '.ts')));
const checkNames = new Set(checks.map(({ id }) => id));

/** A command at the beginning of code. */
const command = /(?:^|`|\$ |; |&& )(?:[A-Z_]+=(?:"[^"]*"|\S+) )*(npm (?:run |start|test)|npx jest )([^`;&|#\n]*)/gm;
const aWord = /^[a-z][a-z0-9:-]*$/;

function missing(markdown: string): readonly string[] {
  return [...markdown.matchAll(command)].flatMap(([, program = '', rest = '']) => {
    const words = rest.trim().split(/\s+/);
    if (program === 'npx jest ') return words.filter((word) => /^test\/\S+$/.test(word) && !testFiles.some((file) => file.includes(word)));
    if (program !== 'npm run ') return [];
    const [script = '', dashes, ...others] = words.filter((word) => word !== '--silent' && word !== '-s');
    if (!aWord.test(script)) return [];
    if (!(script in scripts)) return [script];
    return script !== 'e2e' || dashes !== '--' ? [] : others.filter((word) => aWord.test(word) && !scenarios.has(word));
  });
}

const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md') && !file.startsWith('audit'));

test.each(files)('every command in docs/%s exists', (file) => {
  expect(missing(readFileSync(join(docs, file), 'utf8'))).toEqual([]);
});

test('every row of the field reports names the test or scenario that proves it, and each exists', () => {
  const rows = readFileSync(join(docs, 'field-reports.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:report|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const isThere = (name: string): boolean =>
    scenarios.has(name) ||
    checkNames.has(name) ||
    testFiles.some((file) => file.includes(name)) ||
    (/^npm run /.test(name) && missing(`\`${name}\``).length === 0);
  const faults = rows.flatMap((cells) => {
    const names = [...(cells.at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    return names.length === 0 ? [`${cells[1] ?? ''}: nothing`] : names.filter((name) => !isThere(name)).map((name) => `${cells[1] ?? ''}: ${name}`);
  });
  expect(rows.length).toBeGreaterThan(30);
  expect(faults).toEqual([]);
});

test.each([
  ['`npm run e2e -- signals nowhere`', ['nowhere']],
  ['```sh\nLYO_DATA=<folder> npm run e2e -- nothing\n```', ['nothing']],
  ['`npx jest test/docs/tables test/docs/chairs`', ['test/docs/chairs']],
  ['`npm run nonsense -- x`', ['nonsense']],
  ['`npm run e2e -- --list`, `npm start`, `npm run check`', []],
])('missing names are found: %s', (markdown, told) => {
  expect(missing(markdown)).toEqual(told);
});
