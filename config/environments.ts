/** All environments, validated together when this file is loaded: nothing is generated from a configuration with a problem. */
import type { Environment } from './environment';
import { sources } from './environment-sources';
import { validated } from './validate';

export const environments: readonly Environment[] = validated(sources);
