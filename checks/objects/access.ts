/** Roles and role bindings (RBAC). */
import { z } from 'zod';
import { view } from '../view';
import { listOf, named } from './shape';

export const bindings = view(
  { group: 'rbac.authorization.k8s.io', kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  z.object({
    roleRef: z.object({ kind: z.string(), name: z.string() }),
    subjects: listOf(z.object({ kind: z.string(), name: z.string(), namespace: z.string().nullish() })),
  }),
);

export const serviceAccounts = view({ group: '', kinds: ['ServiceAccount'] }, z.object({ imagePullSecrets: listOf(named), secrets: listOf(named) }));
