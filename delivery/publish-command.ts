/** The command `npm run publish` as a function. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { knownEnvironments } from '../checks/read-manifests';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { artifactText, repositoryNamed, type ArtifactName } from './artifact/artifact-name';
import { digestOfBytes, emptyConfig, emptyType, layerType, manifestText, manifestType } from './artifact/artifact-manifest';
import { RegistryTools } from './artifact/registry-tools';
import { packed } from './artifact/tar';
import { filesAt } from './apply/release';
import { approvedIn, approvedRelease } from './approved';
import { digestOf } from './digest';
import { commitNamed, git } from './git';

const help = `Publishes what a commit has for an environment, manifests/<env>/ and plans/<env>.yaml, as one signed artifact of an OCI registry.

  npm run publish -- --env <name> --to <registry>/<repository> --key <key>
  --key <key>           that signs: gcpkms://projects/…/cryptoKeys/<name>, or a file of cosign generate-key-pair with COSIGN_PASSWORD
  --commit <commit>     the one that releases/<env>.yaml approves by default; without that file the one that is checked out
  --oras <program>, --cosign <program>
  --manifests <folder>  another folder than manifests/
  --help                this text

Prints the artifact by its digest, which npm run apply -- --from takes; the same commit gives the same digest. Nothing is written to a public log. A registry on this machine is asked without TLS.
Needs oras 1.3 and cosign 3, and whoever they are signed in as may write to the repository.`;

export function publishCommand(args: readonly string[], root: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        to: { type: 'string' },
        key: { type: 'string' },
        commit: { type: 'string' },
        oras: { type: 'string' },
        cosign: { type: 'string' },
        manifests: { type: 'string', default: join(root, 'manifests') },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const { manifests, key } = values;
    const known = knownEnvironments(manifests);
    const environment = known.find((name) => name === values.env);
    if (environment === undefined) throw new Error(`--env must be one of ${known.join(', ')}, received ${values.env ?? 'nothing'}`);
    const repository = repositoryNamed('--to', values.to);
    if (key === undefined || key === '') throw new Error('--key must be the key that signs, received nothing');
    const commit = publishedCommit(manifests, environment, values.commit);
    const tools = new RegistryTools({
      ...(values.oras === undefined ? {} : { oras: values.oras }),
      ...(values.cosign === undefined ? {} : { cosign: values.cosign }),
    });
    return succeeded(published(tools, { manifests, environment, commit, repository, key }));
  });
}

/** What is approved where something is: an artifact of anything else could not be applied. */
function publishedCommit(manifests: string, environment: string, named: string | undefined): string {
  if (named !== undefined) return commitNamed(manifests, '--commit', named);
  const approved = approvedIn(manifests, environment);
  if (approved === undefined) return commitNamed(manifests, '--commit', 'HEAD');
  approvedRelease(manifests, environment, approved);
  return approved.commit;
}

interface Publishing {
  readonly manifests: string;
  readonly environment: string;
  readonly commit: string;
  readonly repository: string;
  readonly key: string;
}

/** @returns what to tell */
function published(tools: RegistryTools, { manifests, environment, commit, repository, key }: Publishing): string {
  const files = filesAt(manifests, commit, environment);
  if (files.length === 0) throw new Error(`--commit must have manifests of ${environment}, received ${commit}`);
  const [layer, digest] = [gzipSync(packed(files), { level: 9 }), digestOf(files)];
  const created = git(manifests, 'show', '--no-patch', '--format=%cI', commit).output.trim();
  const manifest = manifestText({ environment, digest, commit, layer: { digest: digestOfBytes(layer), size: layer.length } }, created);
  const artifact: ArtifactName = { repository, digest: digestOfBytes(Buffer.from(manifest)) };
  inFolder((folder) => {
    const put = (name: string, content: Buffer | string): string => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    };
    tools.pushBlob(repository, { digest: digestOfBytes(layer), file: put('layer', layer), mediaType: layerType });
    tools.pushBlob(repository, { digest: digestOfBytes(Buffer.from(emptyConfig)), file: put('config.json', emptyConfig), mediaType: emptyType });
    tools.pushManifest(repository, { tag: `${environment}-${commit.slice(0, 12)}`, file: put('manifest.json', manifest), mediaType: manifestType });
    tools.sign(artifact, key, put('signing.json', signing));
  });
  return `${artifactText(artifact)}\n${digest}, of commit ${commit}: ${files.length} files, ${layer.length} bytes, signed\n`;
}

/** Neither a certificate authority nor a log: the key says who it was. */
const signing = JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json', rekorTlogConfig: {}, tsaConfig: {} });

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-publish-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
