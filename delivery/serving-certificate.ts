/**
 * The serving certificate of an aggregated API: created and renewed at apply, kept in a Secret of the cluster, never in git. The API server trusts it by the
 * `caBundle` of the APIService, which belongs to a field manager of its own, so that applying the manifests does not remove it. A Lease next to it says since
 * when and for how long it is valid: kube-state-metrics makes metrics of Leases, so nothing has to read a Secret to know when one ends.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { openssl } from '../command-line/openssl';
import { servingCertificate } from '../config/serving-certificate';
import type { Kubectl } from './kubectl';
import { documents, liveObjects } from './live-objects';
import { managersOf, pathsOf } from './ownership/managers';

/** The part of kubectl that is needed here. */
type Cluster = Pick<Kubectl, 'run' | 'try'>;

/** A Service that serves aggregated APIs, with the Secret that its pods mount. */
export interface AggregatedServer {
  readonly namespace: string;
  readonly name: string;
  readonly secret: string;
  /** Names of its APIService objects. */
  readonly apis: readonly string[];
}

/** Field manager of `caBundle`. */
export const certificateManager = 'lyo-platform-certificates';
const day = 86_400_000;

const secret = z.object({ kind: z.literal('Secret'), data: z.object({ 'tls.crt': z.string(), 'ca.crt': z.string() }) });
const aggregatedApi = z.object({
  kind: z.literal('APIService'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ caBundle: z.string().optional() }).default({}),
});
const announcedEnd = z.object({
  kind: z.literal('Lease'),
  spec: z.object({ holderIdentity: z.string(), renewTime: z.string(), leaseDurationSeconds: z.number() }),
});

/** What was done, for the log; and whether all of its APIs exist and trust it. */
export interface CertificateOutcome {
  readonly certificate: 'kept' | 'made';
  readonly isTrusted: boolean;
}

/**
 * Makes sure that the server has a certificate which lasts, and that the API server trusts it. `now` decides about renewal. A renewed certificate is trusted together with
 * the previous one, and before it is used: pods see a changed Secret up to two minutes later. What is already so is not written again.
 */
export function ensureServingCertificate(kubectl: Cluster, server: AggregatedServer, now: Date): CertificateOutcome {
  const { present, apis, lease } = read(kubectl, server);
  const isTrusted = apis.length === server.apis.length;
  if (present !== undefined && lasts(present.certificate, server, now)) {
    trust(kubectl, apis, present.authorities);
    announce(kubectl, server, { certificate: present.certificate, announced: lease });
    return { certificate: 'kept', isTrusted };
  }
  const { key, certificate } = generate(server);
  const before = present?.certificate ?? '';
  const authorities = certificate + (certificateIn(before) === undefined ? '' : before);
  trust(kubectl, apis, authorities);
  store(kubectl, server, { 'tls.key': key, 'tls.crt': certificate, 'ca.crt': authorities });
  announce(kubectl, server, { certificate, announced: lease });
  return { certificate: 'made', isTrusted };
}

/** Content of the Secret, as PEM. */
interface Present {
  readonly certificate: string;
  /** The certificates to trust: this one and the previous one. */
  readonly authorities: string;
}

interface LiveApi {
  readonly name: string;
  /** What it trusts, as base64, if this program has told it. */
  readonly told?: string;
}

interface Live {
  /** @default - there is no certificate, or one that cannot be read */
  readonly present?: Present;
  /** Those that exist. */
  readonly apis: readonly LiveApi[];
  readonly lease?: z.infer<typeof announcedEnd>;
}

function read(kubectl: Cluster, { namespace, secret: name, apis }: AggregatedServer): Live {
  const known = liveObjects(kubectl, [
    ...apis.map((api) => ({ group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIService', namespace: undefined, name: api })),
    { group: '', version: 'v1', kind: 'Secret', namespace, name },
    { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', namespace, name },
  ]);
  const present = only(secret, known);
  const lease = only(announcedEnd, known);
  return {
    ...(present === undefined ? {} : { present: { certificate: decoded(present.data['tls.crt']), authorities: decoded(present.data['ca.crt']) } }),
    ...(lease === undefined ? {} : { lease }),
    apis: known.flatMap((live) => {
      const api = aggregatedApi.safeParse(live).data;
      if (api === undefined) return [];
      const isTold = managersOf(live).some((one) => one.manager === certificateManager && pathsOf(one).includes('spec.caBundle'));
      return [{ name: api.metadata.name, ...(isTold && api.spec.caBundle !== undefined ? { told: api.spec.caBundle } : {}) }];
    }),
  };
}

function only<T>(schema: z.ZodType<T>, objects: readonly unknown[]): T | undefined {
  return objects.map((object) => schema.safeParse(object).data).find((parsed) => parsed !== undefined);
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function lasts(certificate: string, { namespace, name }: AggregatedServer, now: Date): boolean {
  const parsed = certificateIn(certificate);
  if (parsed === undefined) return false;
  const left = Date.parse(parsed.validTo) - now.getTime();
  return parsed.checkHost(`${name}.${namespace}.svc`) !== undefined && left > servingCertificate.renewal * day;
}

/** @returns undefined when the text is none: it is replaced */
function certificateIn(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

/** A new certificate that is its own authority, as PEM. Its key exists in a folder for a moment, readable by its owner only. */
function generate({ namespace, name }: AggregatedServer): { readonly key: string; readonly certificate: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-certificate-'));
  const host = `${name}.${namespace}.svc`;
  try {
    const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', String(servingCertificate.lifetime)];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    openssl([...request, ...names, '-keyout', key, '-out', certificate]);
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of several at once kubectl tells the first that is refused. */
function trust(kubectl: Cluster, apis: readonly LiveApi[], authorities: string): void {
  const caBundle = Buffer.from(authorities).toString('base64');
  const untold = apis.filter(({ told }) => told !== caBundle);
  if (untold.length === 0) return;
  const objects = untold.map(({ name }) => ({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name }, spec: { caBundle } }));
  kubectl.run(['apply', '--server-side', `--field-manager=${certificateManager}`, '-f', '-'], documents(objects));
}

function store(kubectl: Cluster, { namespace, secret: name }: AggregatedServer, pem: Readonly<Record<string, string>>): void {
  const data = Object.fromEntries(Object.entries(pem).map(([file, text]) => [file, Buffer.from(text).toString('base64')]));
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data };
  kubectl.run(['apply', '--server-side', '--force-conflicts', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
}

interface Announced {
  readonly certificate: string;
  /** The Lease as it is. @default - there is none */
  readonly announced: z.infer<typeof announcedEnd> | undefined;
}

/**
 * The certificate's end as a Lease with the name of its Secret. Of a Lease only the renewal is a metric, and the alert adds the usual lifetime to it: so the renewal time
 * is set to that long before the end, whatever the real lifetime of the certificate.
 */
function announce(kubectl: Cluster, { namespace, secret: name }: AggregatedServer, { certificate, announced }: Announced): void {
  const lifetime = servingCertificate.lifetime * day;
  const renewed = new Date(Date.parse(new X509Certificate(certificate).validTo) - lifetime);
  const spec = {
    holderIdentity: certificateManager,
    // a Lease has times with microseconds
    renewTime: renewed.toISOString().replace('Z', '000Z'),
    leaseDurationSeconds: lifetime / 1000,
  };
  if (
    announced !== undefined &&
    isDeepStrictEqual({ ...announced.spec, renewTime: Date.parse(announced.spec.renewTime) }, { ...spec, renewTime: renewed.getTime() })
  )
    return;
  const object = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
  kubectl.run(['apply', '--server-side', '--force-conflicts', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
}
