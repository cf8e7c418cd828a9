/** The infrastructure program that `pulumi up` runs: the stack's name is the environment's name, and the exports are the stack's outputs. */
import * as pulumi from '@pulumi/pulumi';
import { environments } from '../config/environments';
import { platform } from './platform';

const stack = pulumi.getStack();
const environment = environments.find(({ name }) => name === stack);
if (environment === undefined) {
  throw new Error(`stack must be one of ${environments.map(({ name }) => name).join(', ')}, received ${stack}`);
}

export const { project, region, cluster, controlPlane, largestNodePool, registry, address, deployProvider, deployAccount } = platform(environment);
