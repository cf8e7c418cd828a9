import { componentsOf, type Component } from '../config/components';
import type { Environment } from '../config/environment';

/** The components that an environment has. What is generated for another one would be read as something that is missing. */
export function presentComponents(environment: Environment): ReadonlySet<Component> {
  return new Set<Component>(componentsOf(environment).map(({ name }) => name));
}
