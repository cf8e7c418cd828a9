import { runAsReady } from '../waiting/as-ready';
import { ALL_COMPONENTS, build, buildEach, isBuilt } from '../toolchain/build';
import { buildOrder, needsOf } from './build-order';
import { discoverScenarios } from './discover-scenarios';
import { createLogFolder } from './log-folder';
import { HELP, UsageError, parseRunOptions, selectScenarios } from './run-options';
import { runScenario } from './run-scenario';
import { scenarioList } from './scenario-list';
import { describeResult, verdict, type Failure } from './told-results';
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
    scenarioList(scenarios).forEach(print);
    return true;
  }
  return runAll(selectScenarios(scenarios, options));
}

/** Most scenarios wait for Prometheus and controllers most of the time, so two fit on two cores. */
const SCENARIOS_AT_ONCE = 2;

/** Programs are built in parallel: a scenario starts as soon as the programs that it needs are built. */
async function runAll(scenarios: readonly Scenario[]): Promise<boolean> {
  const programs = buildEach(buildOrder(scenarios, isBuilt), print);
  const built = (scenario: Scenario): Promise<unknown> => Promise.all(needsOf(scenario).map((name) => programs.get(name) ?? Promise.resolve()));
  const logFolder = await createLogFolder(new Date());
  // those with the most programs take longest, so of those that can start they begin first
  const queue = [...scenarios].sort((one, other) => needsOf(other).length - needsOf(one).length);
  const failed: Failure[] = [];
  await runAsReady(queue, {
    atOnce: SCENARIOS_AT_ONCE,
    ready: built,
    run: async (scenario) => {
      const prefix = scenario.name;
      print(`${prefix}: ${scenario.title}`);
      const result = await runScenario(scenario, { logFolder, built: built(scenario), print: (line) => print(`${prefix}: ${line}`) });
      describeResult(result).forEach((line) => print(`${prefix}: ${line}`));
      if (!result.ok) failed.push({ name: scenario.name, error: result.error });
    },
  });
  verdict(scenarios.length, failed).forEach(print);
  return failed.length === 0;
}

main(process.argv.slice(2)).then(
  // Not left to the event loop: a scenario that failed half-way may have left a server of its own open.
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    // command-line/faults.ts reports other errors and ends the process
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  },
);
