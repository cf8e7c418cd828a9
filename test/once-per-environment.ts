import type { Environment } from '../config/environment';

/** What many tests look at is made once for each environment, and none changes what it looks at. */
export function oncePerEnvironment<T>(make: (environment: Environment) => T): (environment: Environment) => T {
  const made = new WeakMap<Environment, { readonly value: T }>();
  return (environment) => {
    const kept = made.get(environment) ?? { value: make(environment) };
    made.set(environment, kept);
    return kept.value;
  };
}
