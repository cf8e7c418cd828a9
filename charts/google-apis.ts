/** Connections of pods to Google's APIs: in this network their names resolve to private.googleapis.com (stacks/private-google-access.ts). */
import type { Connection } from '../constructs/network-access';

export const googleApis: Connection = { peer: { kind: 'addresses', cidrs: ['199.36.153.8/30'] }, ports: [443] };

/** The metadata server, from which a pod gets tokens of its own account. */
const metadataServer: Connection = { peer: { kind: 'addresses', cidrs: ['169.254.169.252/32', '169.254.169.254/32'] }, ports: [80, 988] };

/** Connections of a pod that calls Google's APIs as its own account. */
export const asItself: readonly Connection[] = [googleApis, metadataServer];
