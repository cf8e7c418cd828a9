/** Google's APIs as pods reach them: every name of theirs resolves to private.googleapis.com in this network (stacks/private-google-access.ts). */
import type { Connection } from '../constructs/network-access';

export const googleApis: Connection = { peer: { kind: 'addresses', cidrs: ['199.36.153.8/30'] }, ports: [443] };
