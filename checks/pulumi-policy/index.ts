/** Entry of the policy pack: `pulumi preview --policy-pack checks/pulumi-policy`. Loading it starts a server, so tests load policies.ts instead. */
import { PolicyPack } from '@pulumi/policy';
import { policies } from './policies';

export const pack = new PolicyPack('lyo-platform', { policies: [...policies] });
