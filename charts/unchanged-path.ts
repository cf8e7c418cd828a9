/** Annotation that says that requests reach the application with their full path: it declares its routes with the prefix, or is started with `--root-path`. */
export function unchangedPath(paths: readonly string[]): Readonly<Record<string, string>> {
  return { 'kubernetes.io/description': `requests below ${paths.join(', ')} arrive with their whole path: no prefix is rewritten or cut off` };
}
