import { headroom } from './headroom';
import type { Policy } from './policy';
import { replicaForecast } from './replica-forecast';

/** In the order in which they are asked. */
export const policies: readonly Policy[] = [replicaForecast, headroom];
