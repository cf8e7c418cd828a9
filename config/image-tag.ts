/** The tag of an image: `registry.example:5000/team/backend:1.2@sha256:…` → 1.2. Undefined for an image that has only a digest: people do not know versions by hash. */
export function imageTag(image: string): string | undefined {
  const [name = ''] = image.split('@');
  // a tag contains no slash, so the port of a registry is not taken for one
  return /:(\w[\w.-]*)$/.exec(name)?.[1];
}

/** Whether an image is named by its digest, beside its tag or instead of it. */
export function hasDigest(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}
