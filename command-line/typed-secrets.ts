/**
 * Finds secrets that somebody typed by mistake as a value (`--env https://hooks.example/…`). Such a value is refused, but the message of the refusal would put it into a
 * log. Values are judged by their form: no option of this project takes a URL with credentials or a password.
 */

export interface TypedSecret {
  readonly typed: string;
  readonly shown: string;
}

const hidden = '(not shown: it may be a secret)';

/** Names of unknown options whose values must not be printed. */
const secretive = /secret|password|passwd|token|credential|key$|webhook|auth/i;
const address = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#@]*)(.*)$/is;
const known = /^(gh[a-z]_|github_pat_|glpat-|xox[a-z]-|sk-|pul-|AIza|AKIA|ya29\.|eyJ|Bearer |Basic )|-----BEGIN |\b\w+:[^/\s]+@/;
/** Characters of names, numbers, dates, paths, patterns and commits; passwords often contain others. */
const plain = /^[\p{L}\p{N}\s./:,=%+@~^*_-]*$/u;
/** A digest of public content. Digests and commits look random, but are no secrets. */
const digest = /^sha256:[0-9a-f]{64}$/;
const commit = /^[0-9a-f]{7,40}$/;
const artifact = /^oci:\/\/[a-z0-9.:-]+\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/;
const commits = /^(base|head|since|commit)$/;
/** Whether a run of letters and digits looks random, unlike a word: it is long, or has capitals in the middle. */
const random = (piece: string): boolean => /\d/.test(piece) && /[a-z]/i.test(piece) && (piece.length >= 16 || (/[a-z]/.test(piece) && /[A-Z]/.test(piece)));
const mayBeSecret = (value: string): boolean =>
  known.test(value) || !plain.test(value) || value.split(/[^\p{L}\p{N}]+/u).some((piece) => piece.length >= 8 && random(piece));

/**
 * @param args arguments after the program's name
 * @param isPath whether a value is a path (it exists, or its parent folder does): a temporary folder may have a random name without being a secret
 */
export function typedSecrets(args: readonly string[], isPath: (value: string) => boolean): readonly TypedSecret[] {
  const secrets = args.flatMap((arg, index) => {
    const [, option, given] = /^--?([^=\s]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = option === undefined ? arg : given;
    const said = option ?? /^--?([^=\s]+)$/.exec(args[index - 1] ?? '')?.[1] ?? '';
    return value === undefined || isPublic(value, said) ? [] : shownAs(value, secretive.test(said), isPath);
  });
  // longest first, because one secret may contain another
  return secrets.sort((one, other) => other.typed.length - one.typed.length);
}

function isPublic(value: string, option: string): boolean {
  // PromQL has brackets, which passwords have as well
  if (option === 'query' && /[({]/.test(value) && hostOf(value) === undefined && !known.test(value)) return true;
  return value === '' || digest.test(value) || artifact.test(value) || (commits.test(option) && commit.test(value));
}

function shownAs(value: string, isSecret: boolean, isPath: (value: string) => boolean): readonly TypedSecret[] {
  const host = hostOf(value);
  if (host === undefined && !isSecret && (!mayBeSecret(value) || isPath(value))) return [];
  const shown = host === undefined ? hidden : `${host}/…`;
  // as typed, escaped as in JSON, and normalized like a path
  return [...new Set([value, JSON.stringify(value).slice(1, -1), value.replaceAll(/\/+/g, '/')])].map((typed) => ({ typed, shown }));
}

/** Scheme and host of a URL, without user, path and query, which may be credentials: `https://hooks.slack.com`. */
function hostOf(value: string): string | undefined {
  const [, scheme, host = '', rest = ''] = address.exec(value) ?? [];
  return scheme !== undefined && (rest.length > 1 || value.includes('@')) ? `${scheme}${host}` : undefined;
}

export function withoutTyped(secrets: readonly TypedSecret[], text: string): string {
  return secrets.reduce((rest, { typed, shown }) => rest.replaceAll(typed, shown), text);
}
