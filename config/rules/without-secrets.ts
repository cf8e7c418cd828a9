/**
 * What a message may show of a value that was refused. Secrets are named in the configuration and never written there; when somebody writes one all the same, the
 * message that refuses it must not carry it into a log.
 */

const hidden = 'something that is not shown, because it may be a secret';

/** Places where a secret could be written by mistake, and names that say that it is one. */
const closed = /^alerting\.receivers(\.|$)|^tracing\.storage\.user|secret|password|token|credential|routingKey|apiKey|webhook/i;
/** What says there which thing it is, and opens nothing. */
const open = /\.(kind|channel|from|as)$/;
/** An address whose path, query or user may be all that is needed to get in. */
const address = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"]*@)?([^\s/?#"@]+)([/?#][^\s"]+)?/gi;

/** The value, or words in its place. */
export function withoutSecrets(path: string, value: unknown): unknown {
  if (typeof value === 'string') return closed.test(path) && !open.test(path) && value !== '' ? shownAddress(value) : withoutCredentials(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutSecrets(`${path}[${index}]`, item));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(`${path}.${key}`, inner)]));
}

/** Of a value in a closed place only that it is an address, and where: `https://hooks.slack.com/…`. */
function shownAddress(value: string): string {
  const [whole, scheme = '', host = ''] = new RegExp(address.source, 'i').exec(value) ?? [];
  return whole === value ? `${scheme}${host}/…` : hidden;
}

function withoutCredentials(value: string): string {
  return value.replace(address, (whole, scheme: string, host: string, rest: string | undefined) =>
    whole.includes('@') || (rest?.length ?? 0) > 30 ? `${scheme}${host}/…` : whole,
  );
}
