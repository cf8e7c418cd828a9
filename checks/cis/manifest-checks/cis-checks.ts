/**
 * Checks of manifests that the benchmark asks for and no other folder has. They run in every synthesis; the audit shows them
 * as evidence. Secrets in variables are for the audit alone: the benchmark prefers files, and a workload may have to state one (config/container.ts).
 */
import type { Check } from '../../check';
import { administrators, anonymousUser, authenticatedGroup, mastersGroup, unauthenticatedGroup } from './bound-subjects';
import { defaultNamespace } from './namespaces';
import { dashboard, publicEntries } from './public-entries';
import { climbingRights, secretAccess, wildcardRights } from './rights';
import { defaultAccount, tokenMounts } from './service-accounts';
import { volumeEncryption } from './volume-encryption';

export const cisChecks: readonly Check[] = [
  administrators,
  mastersGroup,
  anonymousUser,
  unauthenticatedGroup,
  authenticatedGroup,
  secretAccess,
  wildcardRights,
  climbingRights,
  defaultAccount,
  tokenMounts,
  defaultNamespace,
  publicEntries,
  dashboard,
  volumeEncryption,
];
