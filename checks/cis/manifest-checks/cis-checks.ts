/**
 * Checks of manifests that the benchmark requires and that are in no other folder. They run in every synthesis, and the audit shows them
 * as evidence. Secrets in variables are judged only in the audit: the benchmark prefers files, but some applications can only read variables (config/container.ts).
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
