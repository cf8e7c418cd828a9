import { UsageError, parseRunOptions, selectScenarios } from '../../../e2e/runner/run-options';
import { type Scenario, type ScenarioTag } from '../../../e2e/runner/scenario';

const scenario = (name: string, ...tags: ScenarioTag[]): Scenario => ({ name, title: name, tags, run: () => Promise.resolve() });
const scenarios = [scenario('short', 'smoke', 'full'), scenario('long', 'full')];
const selected = (...args: string[]): readonly string[] => selectScenarios(scenarios, parseRunOptions(args)).map(({ name }) => name);

test('without arguments the smoke set is selected', () => expect(selected()).toEqual(['short']));
test('a tag selects its scenarios', () => expect(selected('--tag', 'full')).toEqual(['short', 'long']));
test('names select scenarios', () => expect(selected('long')).toEqual(['long']));

test.each([
  [['--help'], 'help'],
  [['--list'], 'list'],
  [['--build-only'], 'build'],
])('%j is %s', (args, kind) => expect(parseRunOptions(args).kind).toBe(kind));

test.each([
  [['--fast'], '--fast'],
  [['--tag', 'nightly'], '--tag must be one of smoke, full, got "nightly"'],
  [['--list', 'long'], 'use one of --help, --list, --build-only, --tag and scenario names, got: --list long'],
  [['missing'], 'no scenario is named missing; there are: short, long'],
])('%j is refused', (args, message) => {
  expect(() => selected(...args)).toThrow(UsageError);
  expect(() => selected(...args)).toThrow(message);
});
