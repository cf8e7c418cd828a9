/** How people reach Grafana and Jaeger. Jaeger has no login of its own, so neither is ever exposed without one in front. */
import { z } from 'zod';
import { hostname } from './exposure';
import { secretKey } from './tracing';
import { dnsLabel } from './fields';

/** Consoles that have a host name of their own. */
export const consoleNames = ['grafana', 'jaeger'] as const;
export type ConsoleName = (typeof consoleNames)[number];

/** OpenID Connect Discovery asks for https, without a query. 443 is the port to which the proxies, and the nodes that they are on, may connect outside. */
const issuer = z
  .httpUrl('must be an https address')
  .regex(/^https:\/\/[^/?#:@]+(:443)?(\/[^?#]*)?$/, 'must be https on port 443, the only port on which the proxies may connect to it');

const hostnames = { grafana: hostname, jaeger: hostname } as const satisfies Record<ConsoleName, typeof hostname>;

export const consoles = z.discriminatedUnion('kind', [
  /** Through the environment's Gateway, behind Identity-Aware Proxy: people sign in with their Google account. */
  z.strictObject({
    kind: z.literal('iap'),
    ...hostnames,
    /** Who is let in. */
    members: z
      .array(z.string().regex(/^(user|group|domain|serviceAccount):[^\s:]+$/, 'must be a member such as "group:platform@lyo.example"'))
      .min(1, 'must name somebody, or nobody is let in'),
    /**
     * An OAuth client of one's own, for people outside the organization. Its secret is the value of the key `key`, without a line break, of a Secret beside the
     * consoles (cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources, "Configure IAP"). @default - Google's
     */
    client: z.strictObject({ id: z.string().min(1), secret: dnsLabel }).optional(),
    /**
     * Audience of the tokens that Grafana is sent: known when the load balancer is there, from `gcloud compute backend-services list`.
     * @default - tokens of any application behind Identity-Aware Proxy are believed
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
    /** Its endpoints must be at such addresses too; the proxies learn them from its discovery document. */
    issuer,
    clientId: z.string().min(1),
    /** As the provider gave it: a line break after it would be part of the secret. */
    clientSecret: secretKey,
    /** 16, 24 or 32 bytes, as they are or in base64 for URLs, without a line break. */
    cookieSecret: secretKey,
    /** Domain of the mail addresses that may sign in. */
    emailDomain: z.string().regex(z.regexes.domain, 'must be a domain such as "lyo.example"'),
  }),
  /** Not at all: `kubectl port-forward` by those who may. */
  z.strictObject({ kind: z.literal('port-forward') }),
]);

export type Consoles = z.infer<typeof consoles>;
