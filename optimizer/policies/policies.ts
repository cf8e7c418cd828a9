import { anomalyResponse } from './anomaly-response';
import { bottleneckMitigation } from './bottleneck-mitigation';
import { cacheTtl } from './cache-ttl';
import { connectionPool } from './connection-pool';
import { headroom } from './headroom';
import type { Policy } from './policy';
import { prewarm } from './prewarm';
import { replicaForecast } from './replica-forecast';
import { rightSizing } from './right-sizing';

/** In the order in which they are asked; of those that change tunables, the first with a change is followed. */
export const policies: readonly Policy[] = [replicaForecast, headroom, anomalyResponse, connectionPool, cacheTtl, prewarm, bottleneckMitigation, rightSizing];
