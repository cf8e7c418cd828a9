/** Rules of Cloud Armor in front of the services. */
import type * as gcp from '@pulumi/gcp';

const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

/** One client address may send so many requests in a minute; what is above is refused with 429 and tried again by well-behaved clients. */
export function securityRules(requestsPerMinute: number): gcp.types.input.compute.SecurityPolicyRule[] {
  return [
    {
      description: 'Limits each client address',
      priority: 1000,
      match: everybody,
      action: 'throttle',
      rateLimitOptions: {
        conformAction: 'allow',
        exceedAction: 'deny(429)',
        enforceOnKey: 'IP',
        rateLimitThreshold: { count: requestsPerMinute, intervalSec: 60 },
      },
    },
    // the last rule must be stated, and the one before it has decided already
    { description: 'Everything else', priority: 2_147_483_647, match: everybody, action: 'allow' },
  ];
}
