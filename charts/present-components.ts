import { componentsOf, type Component } from '../config/components';
import type { Environment } from '../config/environment';

/** The components that an environment has. Targets and panels for any other component would look as if something were missing. */
export function presentComponents(environment: Environment): ReadonlySet<Component> {
  return new Set<Component>(componentsOf(environment).map(({ name }) => name));
}
