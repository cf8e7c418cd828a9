import { ALL_COMPONENTS, build } from './build';
import { type ComponentName } from './components';
import { discoverScenarios } from './discover-scenarios';
import { formatDuration } from './duration';
import { createLogFolder } from './log-folder';
import { HELP, UsageError, parseRunOptions, selectScenarios } from './run-options';
import { type ScenarioResult, runScenario } from './run-scenario';
import { type Scenario } from './scenario';

const print = (line: string): void => console.log(line);

async function main(args: readonly string[]): Promise<boolean> {
  const options = parseRunOptions(args);
  if (options.kind === 'help') {
    print(HELP);
    return true;
  }
  if (options.kind === 'build') {
    await build(ALL_COMPONENTS, print);
    print('all components are built');
    return true;
  }
  const scenarios = await discoverScenarios();
  if (options.kind === 'list') {
    scenarios.forEach(({ name, tags, title }) => print(`${name.padEnd(24)} ${tags.join(',').padEnd(12)} ${title}`));
    return true;
  }
  return runAll(selectScenarios(scenarios, options));
}

/** Most scenarios wait for Prometheus and controllers most of the time, so two fit on two cores. */
const SCENARIOS_AT_ONCE = 2;

async function runAll(scenarios: readonly Scenario[]): Promise<boolean> {
  await build(componentsOf(scenarios), print);
  const logFolder = await createLogFolder(new Date());
  // those with the whole platform take longest, so they begin first
  const queue = [...scenarios].sort((one, other) => Number(one.needs !== undefined) - Number(other.needs !== undefined));
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      const prefix = scenario.name;
      print(`${prefix}: ${scenario.title}`);
      const result = await runScenario(scenario, logFolder, (line) => print(`${prefix}: ${line}`));
      describeResult(result).forEach((line) => print(`${prefix}: ${line}`));
      if (!result.ok) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: SCENARIOS_AT_ONCE }, worker));
  print(`${scenarios.length - failed} passed, ${failed} failed`);
  return failed === 0;
}

function componentsOf(scenarios: readonly Scenario[]): readonly ComponentName[] {
  const needed = new Set(scenarios.flatMap(({ needs }) => needs ?? ALL_COMPONENTS));
  return ALL_COMPONENTS.filter((name) => needed.has(name));
}

function describeResult(result: ScenarioResult): readonly string[] {
  const took = formatDuration(result.took);
  if (result.ok) return [`  passed in ${took}`];
  const lines = [...result.crashes, `logs: ${result.folder}`].map((line) => `  ${line}`);
  return [`  FAILED after ${took}`, indent(describeError(result.error)), ...lines];
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

main(process.argv.slice(2)).then(
  // Not left to the event loop: a scenario that failed half-way may have left a server of its own open.
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof UsageError ? error.message : describeError(error));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
