/** What a pod connects to when it asks an API of Google in its own name. */
import type { Connection } from '../constructs/network-access';

/** Private nodes reach Google APIs by private.googleapis.com; workload identity is the metadata server's. */
export const toGoogleApis: readonly Connection[] = [
  { peer: { kind: 'addresses', cidrs: ['199.36.153.8/30'] }, ports: [443] },
  { peer: { kind: 'addresses', cidrs: ['169.254.169.252/32', '169.254.169.254/32'] }, ports: [80, 988] },
];
