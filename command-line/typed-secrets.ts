/**
 * A secret that a person types by mistake as a value (`--env https://hooks.example/…`) is refused like any other value, and the refusal would carry it into a
 * log. What it looks like decides: no option of this project takes an address or a password.
 */

export interface TypedSecret {
  readonly typed: string;
  readonly shown: string;
}

const hidden = '(not shown: it may be a secret)';

/** Unknown options whose values must still not be repeated. */
const secretive = /secret|password|passwd|token|credential|key$|webhook|auth/i;
const address = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#@]*)(.*)$/is;
const known = /^(gh[a-z]_|github_pat_|glpat-|xox[a-z]-|sk-|pul-|AIza|AKIA|ya29\.|eyJ|Bearer |Basic )|-----BEGIN |\b\w+:[^/\s]+@/;
/** Names, numbers, dates, paths, patterns and commits are written with these; passwords often are not. */
const plain = /^[\p{L}\p{N}\s./:,=%+@~^*_-]*$/u;
/** A digest of what is public, with or without the place where it lies, and a commit where one belongs. */
const digest = /^sha256:[0-9a-f]{64}$/;
const commit = /^[0-9a-f]{7,40}$/;
const artifact = /^oci:\/\/[a-z0-9.:-]+\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/;
const commits = /^(base|head|since|commit)$/;
/** One piece of letters and digits as no word is: long, or with capitals in the middle. */
const random = (piece: string): boolean => /\d/.test(piece) && /[a-z]/i.test(piece) && (piece.length >= 16 || (/[a-z]/.test(piece) && /[A-Z]/.test(piece)));
const mayBeSecret = (value: string): boolean =>
  known.test(value) || !plain.test(value) || value.split(/[^\p{L}\p{N}]+/u).some((piece) => piece.length >= 8 && random(piece));

/**
 * @param args what follows the program's name
 * @param isPath whether something is there, or a folder to put it in: a random name of a temporary folder keeps no secret
 */
export function typedSecrets(args: readonly string[], isPath: (value: string) => boolean): readonly TypedSecret[] {
  const secrets = args.flatMap((arg, index) => {
    const [, option, given] = /^--?([^=\s]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = option === undefined ? arg : given;
    const said = option ?? /^--?([^=\s]+)$/.exec(args[index - 1] ?? '')?.[1] ?? '';
    return value === undefined || isPublic(value, said) ? [] : shownAs(value, secretive.test(said), isPath);
  });
  // what holds another goes first
  return secrets.sort((one, other) => other.typed.length - one.typed.length);
}

function isPublic(value: string, option: string): boolean {
  return value === '' || digest.test(value) || artifact.test(value) || (commits.test(option) && commit.test(value));
}

function shownAs(value: string, isSecret: boolean, isPath: (value: string) => boolean): readonly TypedSecret[] {
  const host = hostOf(value);
  if (host === undefined && !isSecret && (!mayBeSecret(value) || isPath(value))) return [];
  const shown = host === undefined ? hidden : `${host}/…`;
  // as it is, as JSON has it, and as the parts of a path are joined
  return [...new Set([value, JSON.stringify(value).slice(1, -1), value.replaceAll(/\/+/g, '/')])].map((typed) => ({ typed, shown }));
}

/** Of an address whose user, path or query may be all that is needed to get in: `https://hooks.slack.com`. */
function hostOf(value: string): string | undefined {
  const [, scheme, host = '', rest = ''] = address.exec(value) ?? [];
  return scheme !== undefined && (rest.length > 1 || value.includes('@')) ? `${scheme}${host}` : undefined;
}

export function withoutTyped(secrets: readonly TypedSecret[], text: string): string {
  return secrets.reduce((rest, { typed, shown }) => rest.replaceAll(typed, shown), text);
}
