import type { Environment } from '../config/environment';

/** Caches a value for each environment, for many tests. They must not change it. */
export function oncePerEnvironment<T>(make: (environment: Environment) => T): (environment: Environment) => T {
  const made = new WeakMap<Environment, { readonly value: T }>();
  return (environment) => {
    const kept = made.get(environment) ?? { value: make(environment) };
    made.set(environment, kept);
    return kept.value;
  };
}
