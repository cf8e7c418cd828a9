/**
 * The serving certificate of an aggregated API: made and renewed at apply, kept in a Secret of the cluster, never in git. The API server trusts it by the
 * `caBundle` of the APIService, which belongs to a field manager of its own, so that applying the manifests does not take it away.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Kubectl } from './kubectl';

/** What of kubectl is needed here. */
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
const certificateManager = 'lyo-platform-certificates';
const lifetimeDays = 365;
/** Renewed when less than this is left: two months of weekly deployments. */
const renewalDays = 60;
const day = 86_400_000;

const secret = z.object({ data: z.object({ 'tls.crt': z.string(), 'ca.crt': z.string() }) });

/** What was done, for the log. */
export type CertificateOutcome = 'kept' | 'made';

/** Makes sure that the server has a certificate which lasts, and that the API server trusts it. `now` decides about renewal. */
export function ensureServingCertificate(kubectl: Cluster, server: AggregatedServer, now: Date): CertificateOutcome {
  const present = lasting(kubectl, server, now);
  const authority = present ?? make(kubectl, server);
  for (const api of server.apis) {
    const patch = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: api }, spec: { caBundle: authority } };
    kubectl.run(['apply', '--server-side', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(patch));
  }
  return present === undefined ? 'made' : 'kept';
}

/** The authority in base64, when the Secret holds a certificate for the server that lasts long enough. */
function lasting(kubectl: Cluster, { namespace, name, secret: secretName }: AggregatedServer, now: Date): string | undefined {
  const found = kubectl.try(['get', 'secret', secretName, '--namespace', namespace, '--output=json']);
  if (!found.ok) return undefined;
  const parsed = secret.safeParse(JSON.parse(found.output));
  if (!parsed.success) return undefined;
  const certificate = new X509Certificate(Buffer.from(parsed.data.data['tls.crt'], 'base64'));
  const left = Date.parse(certificate.validTo) - now.getTime();
  const fits = certificate.checkHost(`${name}.${namespace}.svc`) !== undefined;
  return fits && left > renewalDays * day ? parsed.data.data['ca.crt'] : undefined;
}

/** A new certificate that is its own authority. Its key exists in a folder for a moment, readable by its owner only, and then in the Secret alone. */
function make(kubectl: Cluster, { namespace, name, secret: secretName }: AggregatedServer): string {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-certificate-'));
  const host = `${name}.${namespace}.svc`;
  try {
    const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', String(lifetimeDays)];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
    const base64 = (file: string): string => readFileSync(file).toString('base64');
    const data = { 'tls.crt': base64(certificate), 'tls.key': base64(key), 'ca.crt': base64(certificate) };
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secretName, namespace }, type: 'kubernetes.io/tls', data };
    kubectl.run(['apply', '--server-side', '--force-conflicts', `--field-manager=${certificateManager}`, '-f', '-'], JSON.stringify(object));
    return data['ca.crt'];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
