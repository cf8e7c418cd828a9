/**
 * The serving certificate of an aggregated API: created and renewed at apply, kept in a Secret of the cluster, never in git. The API server trusts it by the
 * `caBundle` of the APIService, which belongs to a field manager of its own, so that applying the manifests does not remove it. A Lease next to it says since
 * when and for how long it is valid: kube-state-metrics makes metrics of Leases, so nothing has to read a Secret to know when one ends.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { openssl } from '../command-line/openssl';
import { servingCertificate } from '../config/serving-certificate';
import type { Kubectl } from './kubectl';

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

const secret = z.object({ data: z.object({ 'tls.crt': z.string(), 'ca.crt': z.string() }) });

/** What was done, for the log. */
export type CertificateOutcome = 'kept' | 'made';

/**
 * Makes sure that the server has a certificate which lasts, and that the API server trusts it. `now` decides about renewal. A renewed certificate is trusted together with
 * the previous one, and before it is used: pods see a changed Secret up to two minutes later.
 */
export function ensureServingCertificate(kubectl: Cluster, server: AggregatedServer, now: Date): CertificateOutcome {
  const present = read(kubectl, server);
  if (present !== undefined && lasts(present.certificate, server, now)) {
    trust(kubectl, server, present.authorities);
    announce(kubectl, server, present.certificate);
    return 'kept';
  }
  const { key, certificate } = generate(server);
  const authorities = certificate + (present?.certificate ?? '');
  trust(kubectl, server, authorities);
  store(kubectl, server, { 'tls.key': key, 'tls.crt': certificate, 'ca.crt': authorities });
  announce(kubectl, server, certificate);
  return 'made';
}

/** Content of the Secret, as PEM. */
interface Present {
  readonly certificate: string;
  /** The certificates to trust: this one and the previous one. */
  readonly authorities: string;
}

function read(kubectl: Cluster, { namespace, secret: secretName }: AggregatedServer): Present | undefined {
  const found = kubectl.try(['get', 'secret', secretName, '--namespace', namespace, '--output=json']);
  const parsed = found.ok ? secret.safeParse(JSON.parse(found.output)) : undefined;
  if (parsed?.success !== true) return undefined;
  const pem = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
  return { certificate: pem(parsed.data.data['tls.crt']), authorities: pem(parsed.data.data['ca.crt']) };
}

function lasts(certificate: string, { namespace, name }: AggregatedServer, now: Date): boolean {
  const parsed = new X509Certificate(certificate);
  const left = Date.parse(parsed.validTo) - now.getTime();
  return parsed.checkHost(`${name}.${namespace}.svc`) !== undefined && left > servingCertificate.renewal * day;
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

function trust(kubectl: Cluster, { apis }: AggregatedServer, authorities: string): void {
  for (const api of apis) {
    const spec = { caBundle: Buffer.from(authorities).toString('base64') };
    const object = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: api }, spec };
    kubectl.run(['apply', '--server-side', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
  }
}

function store(kubectl: Cluster, { namespace, secret: name }: AggregatedServer, pem: Readonly<Record<string, string>>): void {
  const data = Object.fromEntries(Object.entries(pem).map(([file, text]) => [file, Buffer.from(text).toString('base64')]));
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data };
  kubectl.run(['apply', '--server-side', '--force-conflicts', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
}

/**
 * The certificate's end as a Lease with the name of its Secret. Of a Lease only the renewal is a metric, and the alert adds the usual lifetime to it: so the renewal time
 * is set to that long before the end, whatever the real lifetime of the certificate. Writing it again changes nothing.
 */
function announce(kubectl: Cluster, { namespace, secret: name }: AggregatedServer, certificate: string): void {
  const lifetime = servingCertificate.lifetime * day;
  const renewed = new Date(Date.parse(new X509Certificate(certificate).validTo) - lifetime);
  const spec = {
    holderIdentity: certificateManager,
    // a Lease has times with microseconds
    renewTime: renewed.toISOString().replace('Z', '000Z'),
    leaseDurationSeconds: lifetime / 1000,
  };
  const object = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
  kubectl.run(['apply', '--server-side', '--force-conflicts', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
}
