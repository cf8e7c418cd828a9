/** Recognizes values that look like credentials, so that none is committed (docs/decisions/0184-what-looks-like-a-credential.md). */

/** Names of settings whose value is a credential. `TOKENIZER` is none. */
const credentialName =
  /PASSWORD|PASSWD|PASSPHRASE|PASSCODE|TOKEN(?!IZ)|SECRET|CREDENTIAL|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER|ACCOUNT|AUTH)(?:KEY|[-_]?KEYS)|(?:^|[-_]|PG|DB)PASS(?:[-_]|$)|(?:^|[-_])(?:KEY|PWD|PW)(?:[-_]|$)|^REDISCLI_AUTH$/i;
/** Endings of names that hold a place, a lifetime or another property of a credential. */
const harmlessEnding =
  /[-_](?:FILE|PATH|DIR|NAME|URL|URI|ENDPOINT|HOST|PORT|TYPE|KIND|MODE|TTL|AGE|MS|SECONDS|MINUTES|HOURS|DAYS|LIFETIME|EXPIRY|EXPIRES|EXPIRATION|LENGTH|SIZE|BYTES|COUNT|LIMIT|ROUNDS|VERSION|ALGORITHM|ALG|ISSUER|AUDIENCE|SCOPES?|HEADER|PREFIX|SUFFIX|FORMAT|PROVIDER|BACKEND|REGION|ENABLED|REQUIRED)$/i;
/** Keys that everybody may know, and keys of data. */
const openKey = /(?:PUBLIC|PUBLISHABLE|SITE|PRIMARY|FOREIGN|PARTITION|SORT|SHARD|CACHE|ORDERING)[-_]?KEY|KEY[-_]ID$/i;

/**
 * Values that are credentials whatever their name is. The prefixes are those that the vendors document, as gitleaks collects them (github.com/gitleaks/gitleaks, config/gitleaks.toml,
 * read 2026-11). What may begin anywhere in a word is sought from a mark behind its begin, or bounded in length: a file may be a single word of a mebibyte, which would be read again from each place where it could begin.
 */
const credentialValues: readonly RegExp[] = [
  // keys in PEM, and of PGP and age
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/,
  /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/,
  // a password in an address, with or without a user; `$(NAME)`, `${NAME}`, `<name>` and `***` stand for one
  /\w:\/\/[^/\s:@]*:(?![$<{*]|%\()[^/\s:@]+@/,
  // a JSON Web Token, and an Authorization header
  /\.(?<=\bey[A-Za-z0-9][\w-]{10,}\.)ey[A-Za-z0-9][\w-]{10,}\./,
  // an address that is signed: whoever has it may do what it is for
  /[?&](?:X-(?:Goog|Amz)-)?(?:sig|signature)=[\w%+/=-]{20,}/i,
  // a database of Go programs, whose address has no scheme
  /(?<=[^\s:@/]):(?![$<{*]|%\()[^\s:@/]{1,200}@(?:tcp|unix)?\(/,
  /\b(?:Bearer|Basic) +(?=[\w+/.~-]*\d)[\w+/.~-]{16,}/,
  // Amazon, Google, Azure, DigitalOcean, Supabase, Databricks
  /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{35}/,
  /\bGOCSPX-[\w-]{20,}/,
  /\bya29\.[\w-]{20,}/,
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[\w+/%-]{20,}/i,
  /\bdo[opr]_v1_[0-9a-f]{64}/,
  /\bsbp_[0-9a-f]{40}/,
  /\bdapi[0-9a-f]{32}/,
  // GitHub, GitLab, registries of packages and images
  /\bgh[pousr]_\w{36}/,
  /\bgithub_pat_\w{22,}/,
  /\bgl(?:pat|dt|ptt|rt|cbt|agent|ft|imt|oas|soat)-[\w-]{20,}/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bpypi-[\w-]{32,}/,
  /\bdckr_[op]at_[\w-]{20,}/,
  /\bATATT3[\w=-]{20,}/,
  // Slack, Discord, Teams, Telegram: tokens, and addresses that may be posted to by whoever knows them
  /\bxox[a-z]-[\w-]{10,}/,
  /\bxapp-\d-[\w-]{10,}/,
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/\w{6,}/,
  /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/,
  /\bwebhook\.office\.com\/webhookb2\/\S{20,}/,
  /\b\d{8,10}:AA[\w-]{33}\b/,
  // payments, mail and telephone
  /\b[rs]k_(?:live|test)_\w{16,}/,
  /\bwhsec_[\w+/=]{16,}/,
  /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/,
  /\bsq0(?:atp|csp)-[\w-]{22,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bkey-[0-9a-f]{32}\b/,
  /\b[0-9a-f]{32}-us\d{1,2}\b/,
  /\bxkeysib-[0-9a-f]{32,}/,
  /\bSK[0-9a-f]{32}\b/,
  // models, secret stores and monitoring
  /\bsk-(?=[\w-]{0,200}\d)[\w-]{20,}/,
  /\bhf_[A-Za-z0-9]{30,}/,
  /\bhv[bsr]\.[\w-]{20,}/,
  /\bdp\.(?:pt|st|ct|sa)\.[\w.-]{20,}/,
  /\bpul-[0-9a-f]{40}/,
  /\bgl(?:sa|c)_[\w+/=]{30,}/,
  /\bsntry[su]_[\w+/=]{30,}/,
  /\bNRAK-[0-9A-Z]{27}/,
  /\blin_api_\w{30,}/,
];

/** Whether a text contains a credential. */
export function holdsCredential(text: string): boolean {
  return credentialValues.some((pattern) => pattern.test(text));
}

/** `password=…`, `"api_key": "…"` or `?token=…` in a text, with the name and the value as groups. */
const assignment =
  /(?:^|[\s;&?,"'`{(-])((?:[A-Za-z][\w.-]{0,250}?)?(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|credentials?))["'`]?[ \t]*[=:][ \t]*["'`]?([^\s"'`,;&)}]+)/gi;

/** Whether a text such as a file, an argument for a shell or a connection string assigns a credential to a name. A word of letters alone is more often a type or a place. */
export function assignsCredential(text: string): boolean {
  return [...text.matchAll(assignment)].some(
    ([, name = '', value = '']) => value.length >= 6 && /[^A-Za-z]/.test(value) && !isCall(value) && isNamed(name, value),
  );
}

/** `os.environ[…`, `settings.password` and `read(…` of a file that is a program. */
function isCall(value: string): boolean {
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:[([]|$)/.test(value) && /[.([]/.test(value);
}

/** Whether a setting is a credential, by its name or by its value. A value that is a reference to a variable, a path, an address or a boolean is none. */
export function isCredential(name: string, value: string): boolean {
  if (value === '' || isReference(value)) return false;
  return holdsCredential(value) || assignsCredential(value) || isNamed(name, value) || (isRandom(value) && !openKey.test(name));
}

function isNamed(name: string, value: string): boolean {
  if (!credentialName.test(name) || harmlessEnding.test(name) || openKey.test(name)) return false;
  return !(isReference(value) || isPlace(value) || /^(?:true|false|null|none)$/i.test(value) || (/TOKENS?$/i.test(name) && /^\d{1,9}$/.test(value)));
}

/** How files of settings name a variable or a store of secrets: `os.environ/NAME`, `env:NAME`, `process.env.NAME`, the tag `!ENV NAME`, `vault:path`, `ref+gcpsecrets://…`. */
const foreignReference = /^(?:(?:(?:os|process)\.)?env(?:iron(?:ment)?)?[.:/][A-Za-z_]\w*$|!env(?:_\w+)?$|vault:|ref\+\w+:)/i;

/** `$(NAME)`, alone or behind the scheme of a header; in other texts `${NAME}`, `$NAME`, `{{ name }}`, `%(name)s` and `<name>` too. */
function isReference(value: string): boolean {
  if (foreignReference.test(value)) return true;
  return /^(?:[A-Za-z]+ )?(?:\$\([\w.-]+\)?|\$\{[^}]*\}*|\$[A-Za-z_]\w*|\{\{.*|%\(\w+\)s|<[^>]*>)$/s.test(value);
}

/** A path, or an address without anything secret. */
function isPlace(value: string): boolean {
  return value.startsWith('/') || /^[a-z][a-z0-9+.-]*:\/\/[^\s@?#]*$/i.test(value);
}

/** Bits per character above which a word is hardly made by people: words of a language have 4.2 at most, 32 random letters and digits 4.6. */
const mostOfWords = 4.4;

/** Whether a value is one long word of small and capital letters and digits that looks random. Digests, UUIDs and commits have no capital letters. */
function isRandom(value: string): boolean {
  return /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w+=-]{32,}$/.test(value) && entropyOf(value) > mostOfWords;
}

/** Shannon's entropy in bits per character: −Σ p · log2 p over the characters of the text. "aabb": 1. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** A value of a command line: of an option by its name, otherwise alone. */
export interface StatedArgument {
  /** Name of the option without its hyphens. @default - the value belongs to no option */
  readonly option?: string;
  readonly value: string;
  /** Where it stands among the words. */
  readonly index: number;
}

/** The values of `--option=value`, `--option value` and of words without an option. */
export function argumentsOf(words: readonly string[]): readonly StatedArgument[] {
  return words.map((text, index) => {
    const [, option, value] = /^--?([\w.-]+)=(.*)$/s.exec(text) ?? [];
    if (option !== undefined && value !== undefined) return { option, value, index };
    const before = text.startsWith('-') ? undefined : /^--?([\w.-]+)$/.exec(words[index - 1] ?? '')?.[1];
    return { ...(before !== undefined && { option: before }), value: text, index };
  });
}

/** Positions of the words that hold a credential. */
export function credentialsAmong(words: readonly string[]): readonly number[] {
  return argumentsOf(words)
    .filter(({ option = '', value }) => isCredential(option, value))
    .map(({ index }) => index);
}
