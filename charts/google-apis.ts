/** Google's APIs as pods reach them: every name of theirs resolves to private.googleapis.com in this network (stacks/private-google-access.ts). */
import type { Connection } from '../constructs/network-access';

export const googleApis: Connection = { peer: { kind: 'addresses', cidrs: ['199.36.153.8/30'] }, ports: [443] };

/** Where a pod gets the tokens of its own account at Google. */
const metadataServer: Connection = { peer: { kind: 'addresses', cidrs: ['169.254.169.252/32', '169.254.169.254/32'] }, ports: [80, 988] };

/** What a pod connects to when it asks an API of Google in its own name. */
export const asItself: readonly Connection[] = [googleApis, metadataServer];
