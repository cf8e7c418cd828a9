/**
 * The environments without problems. Others are left out: nothing is generated from them, and the generator reports why. Importing
 * config/environments here would throw while checks are loaded, before the problems could be reported.
 */
import type { Environment } from '../../config/environment';
import { sources } from '../../config/environment-sources';
import { validate } from '../../config/validate';

export const soundEnvironments: readonly Environment[] = sources.flatMap((source) => {
  const result = validate(source);
  return result.ok ? [result.environment] : [];
});
