/** The last part of a path to a file, because a database that is a file is named for its path here; an operation such as `GET /items` stays whole. */
export function shortened(text: string): string {
  return text.startsWith('/') ? (text.split('/').at(-1) ?? text) : text;
}
