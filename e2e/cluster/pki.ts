import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openssl } from '../../command-line/openssl';

const DAYS_VALID = '30';

/** A certificate and its private key as PEM files. */
export interface KeyPair {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface CertificateRequest {
  /** For a client certificate, Kubernetes' user name. */
  readonly commonName: string;
  /** For a client certificate, Kubernetes' groups. @default - none */
  readonly organizations?: readonly string[];
  /** @default - none */
  readonly dnsNames?: readonly string[];
  /** @default - none */
  readonly addresses?: readonly string[];
}

/** Authorities and keys of one throw-away cluster. */
export interface Pki {
  /** Folder of the files; other files with credentials of the cluster belong there too. */
  readonly folder: string;
  /** Signs every serving certificate and the client certificates of the control plane. */
  readonly authority: Authority;
  /** Signs only the certificate with which the API server presents itself to aggregated API servers. */
  readonly frontProxyAuthority: Authority;
  /** Signs the tokens of ServiceAccounts. */
  readonly serviceAccountKey: { readonly privateFile: string; readonly publicFile: string };
}

/** Creates the authorities and keys in an existing folder. */
export async function createPki(folder: string): Promise<Pki> {
  const [authority, frontProxyAuthority, serviceAccountKey] = await Promise.all([
    Authority.create(folder, 'ca'),
    Authority.create(folder, 'front-proxy-ca'),
    createServiceAccountKey(folder),
  ]);
  return { folder, authority, frontProxyAuthority, serviceAccountKey };
}

/** Signs certificates; its files and theirs live in one folder. */
export class Authority {
  private constructor(
    private readonly folder: string,
    private readonly files: KeyPair,
  ) {}

  /** The certificate that others must trust. */
  get certificateFile(): string {
    return this.files.certificateFile;
  }

  static async create(folder: string, name: string): Promise<Authority> {
    const files = keyPairFiles(folder, name);
    await writePrivateKey(files.keyFile);
    const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
    openssl([
      ...['req', '-x509', '-new', '-sha256', '-days', DAYS_VALID, '-subj', `/CN=lyo-e2e-${name}`],
      ...['-key', files.keyFile, '-out', files.certificateFile],
      ...extensions.flatMap((extension) => ['-addext', extension]),
    ]);
    return new Authority(folder, files);
  }

  /** A certificate for TLS servers and clients alike. @param name of its files; signing a name again replaces them */
  async sign(name: string, request: CertificateRequest): Promise<KeyPair> {
    const files = keyPairFiles(this.folder, name);
    const [csrFile, extensionsFile] = [join(this.folder, `${name}.csr`), join(this.folder, `${name}.ext`)];
    await writePrivateKey(files.keyFile);
    await writeFile(extensionsFile, extensionsOf(request));
    openssl(['req', '-new', '-key', files.keyFile, '-subj', subjectOf(request), '-out', csrFile]);
    openssl([
      ...['x509', '-req', '-sha256', '-days', DAYS_VALID, '-in', csrFile, '-out', files.certificateFile],
      ...['-CA', this.files.certificateFile, '-CAkey', this.files.keyFile],
      // Chosen here: a serial file would be shared by signatures that run at the same time.
      ...['-set_serial', `0x${randomBytes(15).toString('hex')}`, '-extfile', extensionsFile],
    ]);
    return files;
  }
}

/** A serving certificate for an aggregated API server behind a Service: the API server dials `<name>.<namespace>.svc`. */
export function servingRequest(service: { readonly name: string; readonly namespace: string }): CertificateRequest {
  const host = `${service.name}.${service.namespace}.svc`;
  return { commonName: host, dnsNames: [host, 'localhost'], addresses: ['127.0.0.1'] };
}

function subjectOf({ organizations = [], commonName }: CertificateRequest): string {
  return [...organizations.map((organization) => `/O=${organization}`), `/CN=${commonName}`].join('');
}

function extensionsOf({ dnsNames = [], addresses = [] }: CertificateRequest): string {
  const names = [...dnsNames.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP:${address}`)];
  const lines = ['basicConstraints=CA:FALSE', 'keyUsage=digitalSignature', 'extendedKeyUsage=serverAuth,clientAuth'];
  return [...lines, ...(names.length > 0 ? [`subjectAltName=${names.join(',')}`] : [])].join('\n');
}

function keyPairFiles(folder: string, name: string): KeyPair {
  return { certificateFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) };
}

async function createServiceAccountKey(folder: string): Promise<Pki['serviceAccountKey']> {
  const [privateFile, publicFile] = [join(folder, 'service-account.key'), join(folder, 'service-account.pub')];
  await writeFile(publicFile, await writePrivateKey(privateFile));
  return { privateFile, publicFile };
}

/** Writes a private key. @returns the public key */
async function writePrivateKey(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(file, privateKey, { mode: 0o600 });
  return publicKey;
}
