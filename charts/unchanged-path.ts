/** For who wonders what the application sees: it declares its routes with their prefix, or is started with `--root-path`. */
export function unchangedPath(paths: readonly string[]): Readonly<Record<string, string>> {
  return { 'kubernetes.io/description': `requests below ${paths.join(', ')} arrive with their whole path: no prefix is rewritten or cut off` };
}
