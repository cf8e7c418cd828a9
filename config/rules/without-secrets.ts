/**
 * Removes secrets from values that messages show. The configuration contains only names of secrets. If somebody writes a secret all the same, the message that refuses it
 * must not put it into a log.
 */

const hidden = 'something that is not shown, because it may be a secret';

/** Paths at which somebody may write a secret by mistake, and names of fields with secrets. */
const closed = /^alerting\.receivers(\.|$)|^tracing\.storage\.user|secret|password|token|credential|routingKey|apiKey|webhook/i;
/** Fields at such paths that contain no secret. */
const open = /\.(kind|channel|from|as)$/;
/** A URL whose path, query or user may itself be a credential. */
const address = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"]*@)?([^\s/?#"@]+)([/?#][^\s"]+)?/gi;

/** The value, or a text in its place. */
export function withoutSecrets(path: string, value: unknown): unknown {
  if (typeof value === 'string') return closed.test(path) && !open.test(path) && value !== '' ? shownAddress(value) : withoutCredentials(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutSecrets(`${path}[${index}]`, item));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(`${path}.${key}`, inner)]));
}

/** Of a URL at such a path only scheme and host: `https://hooks.slack.com/…`. */
function shownAddress(value: string): string {
  const [whole, scheme = '', host = ''] = new RegExp(address.source, 'i').exec(value) ?? [];
  return whole === value ? `${scheme}${host}/…` : hidden;
}

function withoutCredentials(value: string): string {
  return value.replace(address, (whole, scheme: string, host: string, rest: string | undefined) =>
    whole.includes('@') || (rest?.length ?? 0) > 30 ? `${scheme}${host}/…` : whole,
  );
}
