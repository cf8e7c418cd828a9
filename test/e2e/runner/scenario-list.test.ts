import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discoverScenarios } from '../../../e2e/runner/discover-scenarios';
import { scenarioList } from '../../../e2e/runner/scenario-list';

const root = join(__dirname, '..', '..', '..');
const words = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'];

test('the list ends with the number of scenarios of each tag', () => {
  const run = (): Promise<void> => Promise.resolve();
  const list = scenarioList([
    { name: 'short', title: 'one', tags: ['smoke', 'full'], run },
    { name: 'long', title: 'two', tags: ['full'], run },
  ]);
  expect(list.at(-1)).toBe('2 scenarios: 1 smoke, 2 full');
});

test('every number of scenarios in the documents agrees with the list', async () => {
  const scenarios = await discoverScenarios();
  const right = new Set(['smoke', 'full'].map((tag) => scenarios.filter(({ tags }) => tags.some((one) => one === tag)).length).concat(scenarios.length));
  const documents = execFileSync('git', ['ls-files', 'README.md', 'CONTRIBUTING.md', 'docs/scope.md'], { cwd: root, encoding: 'utf8' });
  const stated = documents
    .trim()
    .split('\n')
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\b([a-z]+|\d+) (?:(?:smoke|full|`smoke`|`full`) )?scenarios\b/gi)].flatMap(([text, number = '']) => {
        const count = /^\d+$/.test(number) ? Number(number) : words.indexOf(number.toLowerCase()) + 10;
        return count < 10 || right.has(count) ? [] : [`${file}: ${text}`];
      }),
    );
  expect(stated).toEqual([]);
});
