/** oras and cosign, by which releases are published and fetched; how the registry is signed in to is theirs (`oras login`, `docker login`). */
import { spawnSync } from 'node:child_process';
import { reason } from '../../command-line/failure';
import type { Ended, Run } from '../kubectl';
import { isLoopback, type ArtifactName } from './artifact-name';

export interface ToolOptions {
  /** @default oras on the PATH */
  readonly oras?: string;
  /** @default cosign on the PATH */
  readonly cosign?: string;
}

const asProcess: Run = (program, args, input) => spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

export class RegistryTools {
  public constructor(
    private readonly options: ToolOptions,
    private readonly runProgram: Run = asProcess,
  ) {}

  /** Puts a file into a repository under the digest of what it holds. */
  public pushBlob(repository: string, { digest, file, mediaType }: { readonly digest: string; readonly file: string; readonly mediaType: string }): void {
    this.oras(['blob', 'push', ...plainHttp(repository), '--media-type', mediaType, `${repository}@${digest}`, file]);
  }

  public pushManifest(repository: string, { tag, file, mediaType }: { readonly tag: string; readonly file: string; readonly mediaType: string }): void {
    this.oras(['manifest', 'push', ...plainHttp(repository), '--media-type', mediaType, `${repository}:${tag}`, file]);
  }

  public fetchManifest({ repository, digest }: ArtifactName, file: string): void {
    this.oras(['manifest', 'fetch', ...plainHttp(repository), '--output', file, `${repository}@${digest}`]);
  }

  public fetchBlob(repository: string, digest: string, file: string): void {
    this.oras(['blob', 'fetch', ...plainHttp(repository), '--output', file, `${repository}@${digest}`]);
  }

  /** @param config a signing configuration, which names no public log: what is published there has the name of a private repository */
  public sign({ repository, digest }: ArtifactName, key: string, config: string): void {
    this.cosign(['sign', '--yes', '--key', key, '--signing-config', config, ...anyHttp(repository), `${repository}@${digest}`]);
  }

  /** @throws Error when nobody with the key has signed it */
  public verify({ repository, digest }: ArtifactName, key: string): void {
    try {
      this.cosign(['verify', '--key', key, '--insecure-ignore-tlog', ...anyHttp(repository), `${repository}@${digest}`]);
    } catch (error) {
      throw new Error(`it must be signed with the key of --key: ${reason(error)}`);
    }
  }

  private oras(args: readonly string[]): void {
    const program = this.options.oras ?? 'oras';
    throwUnless(this.runProgram(program, args, ''), { program, args, install: 'oras 1.3 (oras.land), or name it with --oras' });
  }

  private cosign(args: readonly string[]): void {
    const program = this.options.cosign ?? 'cosign';
    throwUnless(this.runProgram(program, args, ''), { program, args, install: 'cosign 3 (docs.sigstore.dev), or name it with --cosign' });
  }
}

function plainHttp(repository: string): readonly string[] {
  return isLoopback(repository) ? ['--plain-http'] : [];
}

function anyHttp(repository: string): readonly string[] {
  return isLoopback(repository) ? ['--allow-http-registry'] : [];
}

interface Called {
  readonly program: string;
  readonly args: readonly string[];
  readonly install: string;
}

function throwUnless({ status, stderr, error }: Ended, { program, args, install }: Called): void {
  if (error !== undefined) throw new Error('code' in error && error.code === 'ENOENT' ? `${program} is not there: install ${install}` : error.message);
  if (status === 0) return;
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(WARNING|Flag --\S+ has been deprecated)/.test(line))
    .slice(0, 1);
  throw new Error(
    `${program} ${args
      .filter((arg) => /^[a-z]+$/.test(arg))
      .slice(0, 2)
      .join(' ')}: ${said.join('')}`,
  );
}
