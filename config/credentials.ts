/** Recognizes values that look like credentials, so that none is committed. */

/** Names of settings whose value is a credential. `..._FILE` and the like hold its place, and `..._MINUTES` and the like its lifetime: those are no credentials. */
const credentialName = /PASSWORD|PASSWD|TOKEN|SECRET|CREDENTIAL|(^|[-_])KEY([-_]|$)/i;
const harmlessName = /[-_](FILE|PATH|DIR|NAME|URL|TYPE|TTL|MS|SECONDS|MINUTES|HOURS|DAYS|LENGTH|BYTES)$/i;
/** Values that are credentials whatever their name is: keys in PEM, passwords in URLs, keys of well-known clouds. */
const credentialValues: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\w:\/\/[^/\s:@]+:[^/\s:@$]+@/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{35}\b/,
  /\bgh[pousr]_\w{36}/,
];

/** Whether a text contains a credential. */
export function holdsCredential(text: string): boolean {
  return credentialValues.some((pattern) => pattern.test(text));
}

/** Whether a setting is a credential, by its name or by its value. A value that is a reference to a variable, a path or a boolean is none. */
export function isCredential(name: string, value: string): boolean {
  if (value === '' || /^\$\(\w+\)$/.test(value)) return false;
  if (holdsCredential(value)) return true;
  return credentialName.test(name) && !harmlessName.test(name) && !value.startsWith('/') && !/^(true|false)$/.test(value);
}
