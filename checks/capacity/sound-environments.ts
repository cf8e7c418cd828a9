/**
 * The environments whose configuration is sound. One with a problem is left out: nothing is generated from it, and the generator reports why. Importing
 * config/environments here would throw while the rules are being loaded, before anybody could.
 */
import type { Environment } from '../../config/environment';
import { sources } from '../../config/environment-sources';
import { validate } from '../../config/validate';

export const soundEnvironments: readonly Environment[] = sources.flatMap((source) => {
  const result = validate(source);
  return result.ok ? [result.environment] : [];
});
