import { z } from 'zod';
import { view } from '../view';

/** SecretSync objects, which keep a Secret of the same name equal to secrets of a provider. */
export const secretSyncs = view(
  { group: 'secret-sync.gke.io', kinds: ['SecretSync'] },
  z.object({
    spec: z.object({
      serviceAccountName: z.string(),
      secretProviderClassName: z.string(),
      secretObject: z.object({ data: z.array(z.object({ sourcePath: z.string(), targetKey: z.string() })) }),
    }),
  }),
);
