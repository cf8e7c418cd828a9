/** Which release is to run, of all that lie here, in git and in registries; and the one that ran before, when it is needed again. */
import { reason } from '../command-line/failure';
import { artifactNamed } from './artifact/artifact-name';
import { fetchedRelease } from './artifact/fetched-release';
import { RegistryTools, type ToolOptions } from './artifact/registry-tools';
import type { Target } from './apply/record';
import { releaseAt, releaseIn, type Release } from './apply/release';
import { approvalFile, approvedIn, approvedRelease, type Approved } from './approved';
import { commitNamed } from './git';

export interface ReleaseWish {
  readonly environment: string;
  /** Folder with a folder for each environment. */
  readonly manifests: string;
  /** @default - what lies in the folder */
  readonly commit?: string;
  /** A published release, `oci://…@sha256:…`. @default - it comes from git */
  readonly from?: string;
  /** That published releases are signed with. @default - none is believed */
  readonly key?: string;
  /** The only one that may be applied. @default - any */
  readonly digest?: string;
  /** There must be an approved release. */
  readonly released: boolean;
  readonly dryRun: boolean;
  readonly tools: ToolOptions;
}

/**
 * What is approved where something is, and what was asked for otherwise.
 * @throws Error when the two differ, and when what was published is not what was signed
 */
export function wantedRelease(wish: ReleaseWish): Release {
  const { environment, digest } = wish;
  const release = wish.from === undefined ? found(wish) : fetched(wish, wish.from);
  if (release === undefined) throw new Error(`--commit must have manifests of ${environment}, received ${String(wish.commit)}`);
  // a folder that somebody emptied would delete everything
  if (release.objects.length === 0) throw new Error(`manifests of ${environment} must hold objects, received none`);
  if (digest !== undefined && digest !== release.digest)
    throw new Error(`--digest must be that of the manifests of ${environment}, ${release.digest}, received ${digest}`);
  return release;
}

function found({ environment, manifests, commit, released, dryRun }: ReleaseWish): Release | undefined {
  const approved = approvedOr(manifests, environment, released);
  const named = commit === undefined ? undefined : commitNamed(manifests, '--commit', commit);
  if (approved === undefined) return named === undefined ? releaseIn(manifests, environment) : releaseAt(manifests, named, environment);
  // what is not approved yet may be asked about
  if (dryRun && named !== undefined) return releaseAt(manifests, named, environment);
  if (named !== undefined && named !== approved.commit)
    throw new Error(`--commit must be ${approved.commit}, which ${approvalFile(manifests, environment)} approves, received ${named}`);
  return approvedRelease(manifests, environment, approved);
}

/** @throws Error when there must be one, and is none */
function approvedOr(manifests: string, environment: string, released: boolean): Approved | undefined {
  const approved = approvedIn(manifests, environment);
  if (approved === undefined && released)
    throw new Error(`--released must find ${approvalFile(manifests, environment)}: npm run digest -- --env ${environment} --write makes it`);
  return approved;
}

function fetched({ environment, manifests, key, released, dryRun, tools }: ReleaseWish, from: string): Release {
  const approved = approvedOr(manifests, environment, released);
  const release = published(from, { environment, key, tools });
  if (approved !== undefined && !dryRun && (release.digest !== approved.digest || release.commit !== approved.commit))
    throw new Error(
      `--from must be of commit ${approved.commit} with digest ${approved.digest}, which ${approvalFile(manifests, environment)} approves, received one of ${String(release.commit)} with ${release.digest}`,
    );
  return release;
}

function published(from: string, { environment, key, tools }: Pick<ReleaseWish, 'environment' | 'key' | 'tools'>): Release {
  if (key === undefined) throw new Error('--key must be the key that the release is signed with, received nothing');
  return fetchedRelease(new RegistryTools(tools), { artifact: artifactNamed('--from', from), environment, key });
}

/** @returns why it is not to be had, where it is not */
export function earlierRelease(wish: ReleaseWish, applied: Target): Release | string {
  const fromGit = ofGit(wish, applied);
  if (typeof fromGit !== 'string' || applied.artifact === undefined) return fromGit;
  try {
    const release = published(applied.artifact, wish);
    return release.digest === applied.digest ? release : `${applied.artifact} does not have what ran before, ${applied.digest}`;
  } catch (error) {
    return `${fromGit}\nand ${reason(error)}`;
  }
}

function ofGit({ manifests, environment }: ReleaseWish, { commit, digest }: Target): Release | string {
  if (commit === undefined) return 'what ran before was of no commit';
  try {
    const release = releaseAt(manifests, commit, environment);
    return release?.digest === digest ? release : `commit ${commit} does not have what ran before, ${digest}`;
  } catch (error) {
    return `commit ${commit} of what ran before is not to be had here (git fetch --unshallow brings it): ${reason(error)}`;
  }
}
