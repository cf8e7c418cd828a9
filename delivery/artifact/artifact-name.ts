/** Where a published release lies, by what it holds: `oci://europe-west1-docker.pkg.dev/lyo/releases/prod@sha256:…`. A tag may be moved, so that nothing is applied by one. */

const name = String.raw`((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[::1\])(?::\d{1,5})?)/[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*`;
const published = new RegExp(`^oci://(${name})@(sha256:[0-9a-f]{64})$`);
const repository = new RegExp(`^(?:oci://)?(${name})$`);

export interface ArtifactName {
  /** With its registry, as oras and cosign take it. */
  readonly repository: string;
  readonly digest: string;
}

/** @throws Error when it is none, or is named by a tag */
export function artifactNamed(option: string, text: string): ArtifactName {
  const [, found, , digest] = published.exec(text) ?? [];
  if (found === undefined || digest === undefined) throw new Error(`${option} must be oci://<registry>/<repository>@sha256:<digest>, received ${text}`);
  return { repository: found, digest };
}

/** @throws Error when nothing can be published there: a tag and a digest are made by whoever publishes */
export function repositoryNamed(option: string, text: string | undefined): string {
  const [, found] = repository.exec(text ?? '') ?? [];
  if (found === undefined) throw new Error(`${option} must be <registry>/<repository> without a tag, received ${text ?? 'nothing'}`);
  return found;
}

export function artifactText({ repository: lies, digest }: ArtifactName): string {
  return `oci://${lies}@${digest}`;
}

/** Only this machine is asked without TLS. */
export function isLoopback(lies: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\//.test(lies);
}
