/** All environments, validated together when this file is loaded: nothing is generated from a configuration with a problem. */
import { dev } from './dev';
import type { Environment } from './environment';
import { prod } from './prod';
import { validated } from './validate';

export const environments: readonly Environment[] = validated([dev, prod]);
