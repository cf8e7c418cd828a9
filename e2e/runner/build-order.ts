import { ALL_COMPONENTS } from '../toolchain/build';
import type { ComponentName } from '../toolchain/components';
import type { Scenario } from './scenario';

/**
 * The programs that scenarios need, in an order in which the first scenario can start soonest: repeatedly the programs of the scenario that lacks the fewest.
 * Programs of one scenario keep the order of the list, where what shares the most packages stands first.
 * @param isBuilt whether a program need not be built
 */
export function buildOrder(scenarios: readonly Scenario[], isBuilt: (name: ComponentName) => boolean): readonly ComponentName[] {
  const order = new Set(ALL_COMPONENTS.filter((name) => isBuilt(name) && scenarios.some((scenario) => needsOf(scenario).includes(name))));
  const lacks = (scenario: Scenario): readonly ComponentName[] => needsOf(scenario).filter((name) => !order.has(name));
  for (;;) {
    const [nearest] = scenarios.filter((scenario) => lacks(scenario).length > 0).sort((one, other) => lacks(one).length - lacks(other).length);
    if (nearest === undefined) return [...order];
    const missing = new Set(lacks(nearest));
    for (const name of ALL_COMPONENTS) if (missing.has(name)) order.add(name);
  }
}

/** What must be built before a scenario can start. */
export function needsOf({ needs }: Scenario): readonly ComponentName[] {
  return needs ?? ALL_COMPONENTS;
}
