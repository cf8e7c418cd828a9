/** How people reach Grafana and Jaeger. Jaeger has no login of its own, so neither is ever exposed without one in front. */
import { z } from 'zod';
import { hostname } from './exposure';
import { secretKey } from './tracing';
import { dnsLabel } from './fields';

/** Consoles that have a host name of their own. */
export const consoleNames = ['grafana', 'jaeger'] as const;
export type ConsoleName = (typeof consoleNames)[number];

/** OpenID Connect Discovery requires https and no query. Port 443 is the one to which network policies and firewall let the proxies connect. */
const issuer = z
  .httpUrl('must be an https address')
  .regex(/^https:\/\/[^/?#:@]+(:443)?(\/[^?#]*)?$/, 'must be https on port 443, the only port on which the proxies may connect to it');

const hostnames = { grafana: hostname, jaeger: hostname } as const satisfies Record<ConsoleName, typeof hostname>;

export const consoles = z.discriminatedUnion('kind', [
  /** Through the environment's Gateway, behind Identity-Aware Proxy: people sign in with their Google account. */
  z.strictObject({
    kind: z.literal('iap'),
    ...hostnames,
    /** People and groups that may sign in. */
    members: z
      .array(z.string().regex(/^(user|group|domain|serviceAccount):[^\s:]+$/, 'must be a member such as "group:platform@lyo.example"'))
      .min(1, 'must name somebody, or nobody is let in'),
    /**
     * An OAuth client of one's own, for people outside the organization. Its secret is the value of the key `key`, without a line break, of a Secret beside the
     * consoles (cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources, "Configure IAP"). @default - Google's
     */
    client: z.strictObject({ id: z.string().min(1), secret: dnsLabel }).optional(),
    /**
     * Audience of the tokens that Grafana receives. It is known once the load balancer exists (`gcloud compute backend-services list`).
     * @default - Grafana accepts tokens for any application behind Identity-Aware Proxy
     */
    grafanaAudience: z
      .string()
      .regex(/^\/projects\/\d+\/global\/backendServices\/\d+$/, 'must be an audience such as "/projects/123/global/backendServices/456"')
      .optional(),
  }),
  /** Through the environment's Ingress, behind oauth2-proxy and any OpenID Connect provider. */
  z.strictObject({
    kind: z.literal('oauth2-proxy'),
    ...hostnames,
    /** Address of the provider. The endpoints in its discovery document must be such addresses too. */
    issuer,
    clientId: z.string().min(1),
    /** The client secret as the provider issued it, without a line break at its end, which would be part of the secret. */
    clientSecret: secretKey,
    /** 16, 24 or 32 bytes, raw or in base64url, without a line break. */
    cookieSecret: secretKey,
    /** Domain of the mail addresses that may sign in. */
    emailDomain: z.string().regex(z.regexes.domain, 'must be a domain such as "lyo.example"'),
  }),
  /** Consoles have no address: people with the right to do so use `kubectl port-forward`. */
  z.strictObject({ kind: z.literal('port-forward') }),
]);

export type Consoles = z.infer<typeof consoles>;
