import { componentsOf, type Component } from '../config/components';
import type { Environment } from '../config/environment';
import { components } from '../config/names';
import { webWorkloads } from '../config/workload';

/** The components that an environment has. What is generated for another one would be read as something that is missing. */
export function presentComponents(environment: Environment): ReadonlySet<Component> {
  const there = new Set<Component>(componentsOf(environment).map(({ name }) => name));
  // it is installed beside the platform; a policy with a forecast is what waits for it
  if (webWorkloads(environment).some(({ scaling }) => scaling.signals.forecast !== undefined)) there.add(components.optimizer);
  return there;
}
