/** When serving certificates end, by the Leases next to them, so that no right to read Secrets is needed. */
import { z } from 'zod';
import { certificateManager } from '../serving-certificate';
import type { Cluster } from '../apply/place';

const leases = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ holderIdentity: z.string().default(''), renewTime: z.string().default(''), leaseDurationSeconds: z.int().default(0) }).default({
        holderIdentity: '',
        renewTime: '',
        leaseDurationSeconds: 0,
      }),
    }),
  ),
});

export interface Due {
  readonly namespace: string;
  /** Days before its end at which an apply renews one. */
  readonly renewal: number;
  readonly now: Date;
}

const day = 86_400_000;

/** One line for each certificate that an apply would renew. */
export function dueCertificates(cluster: Pick<Cluster, 'run'>, { namespace, renewal, now }: Due): readonly string[] {
  const found = leases.parse(JSON.parse(cluster.run(['get', 'leases', `--namespace=${namespace}`, '--output=json']))).items;
  return found
    .filter(({ spec }) => spec.holderIdentity === certificateManager)
    .flatMap(({ metadata, spec }) => {
      const left = Math.floor((Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000 - now.getTime()) / day);
      return left > renewal ? [] : [`certificate of ${namespace}/${metadata.name} ends in ${left} days: npm run apply renews it`];
    });
}
