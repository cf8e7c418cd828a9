/** A published release, fetched and proven: signed, and to the byte what was asked for, before anything of it is read as more than bytes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { reason } from '../../command-line/failure';
import { releaseOf, type Release } from '../apply/release';
import type { GeneratedFile } from '../digest';
import { artifactText, type ArtifactName } from './artifact-name';
import { digestOfBytes, publishedRelease } from './artifact-manifest';
import type { RegistryTools } from './registry-tools';
import { unpacked } from './tar';

/** Bytes of all files together: forty times what an environment has. */
const most = 64 * 1024 * 1024;

export interface Wanted {
  readonly artifact: ArtifactName;
  readonly environment: string;
  /** The public key, as a file or as KMS has it. */
  readonly key: string;
}

/** @throws Error with what does not hold, and the artifact's name */
export function fetchedRelease(tools: RegistryTools, { artifact, environment, key }: Wanted): Release {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-artifact-'));
  const name = artifactText(artifact);
  try {
    tools.verify(artifact, key);
    const published = publishedRelease(proven(join(folder, 'manifest.json'), artifact.digest, (file) => tools.fetchManifest(artifact, file)));
    if (published.environment !== environment) throw new Error(`it must be a release of ${environment}, received one of ${published.environment}`);
    const { layer, commit } = published;
    const archive = proven(join(folder, 'layer'), layer.digest, (file) => tools.fetchBlob(artifact.repository, layer.digest, file));
    const release = releaseOf(environment, requireGenerated(unpacked(gunzipSync(archive, { maxOutputLength: most })), environment));
    if (release.digest !== published.digest) throw new Error(`its files must have the digest that it states, ${published.digest}, received ${release.digest}`);
    return { ...release, commit, artifact: name };
  } catch (error) {
    throw new Error(`nothing was asked of the cluster: ${name} is not to be had as it was signed\n  ${reason(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function proven(file: string, digest: string, fetch: (file: string) => void): Buffer {
  fetch(file);
  const bytes = readFileSync(file);
  const received = digestOfBytes(bytes);
  if (received !== digest) throw new Error(`what the registry gave must have the digest ${digest}, received ${received}`);
  return bytes;
}

function requireGenerated(files: readonly GeneratedFile[], environment: string): readonly GeneratedFile[] {
  const allowed = new RegExp(String.raw`^(manifests/${environment}/[A-Za-z0-9][A-Za-z0-9._-]*\.yaml|plans/${environment}\.yaml)$`);
  const foreign = files.filter(({ path }) => !allowed.test(path)).map(({ path }) => path);
  if (foreign.length > 0) throw new Error(`it must hold manifests and the plan of ${environment} alone, received ${foreign.slice(0, 6).join(', ')}`);
  if (!files.some(({ path }) => path.startsWith('manifests/'))) throw new Error(`it must hold manifests of ${environment}`);
  return files;
}
