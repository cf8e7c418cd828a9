/** Every environment as its author wrote it, unchecked: loading this file never fails. */
import { dev } from './dev';
import type { EnvironmentSource } from './environment';
import { prod } from './prod';

export const sources: readonly EnvironmentSource[] = [dev, prod];
