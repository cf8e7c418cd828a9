import { argumentsOf, assignsCredential, credentialsAmong, holdsCredential, isCredential } from '../../config/credentials';

/** Put together here, so that no scanner of repositories takes them for keys that somebody has lost. */
const digits = (length: number): string => '1a2B3c4D5e'.repeat(12).slice(0, length);
const hex = (length: number): string => '0f1e2d3c4b'.repeat(12).slice(0, length);
const capitals = (length: number): string => 'A1B2C3D4E5'.repeat(6).slice(0, length);
const joined = (...parts: readonly string[]): string => parts.join('');

test.each<[string, string, boolean]>([
  ['DB_PASSWORD', 'hunter2', true],
  ['API_TOKEN', 'abc', true],
  ['SIGNING_KEY', 'abc', true],
  ['DB_PASS', 'abc', true],
  ['MYSQL_PWD', 'abc', true],
  ['APIKEY', 'abc', true],
  ['STRIPE_APIKEY', 'abc', true],
  ['GPG_PASSPHRASE', 'abc', true],
  ['api-key', 'abc', true],
  ['AUTH_TOKEN', '12345678901', true],
  ['API_KEYS', 'abc,def', true],
  ['JWT_SIGNING_KEYS', 'abc', true],
  ['apikeys', 'abc', true],
  ['SMTP_PW', 'abc', true],
  ['PGPASS', 'abc', true],
  ['DBPASS', 'abc', true],
  ['WIFI_PASSCODE', '12345', true],
  ['REDISCLI_AUTH', 'abc', true],
  ['PREWARM_KEYS', 'popular', false],
  ['SORT_KEYS', 'name,age', false],
  ['PWM', '3', false],
  ['MONKEY', 'abc', false],
  ['KEYBOARD', 'abc', false],
  ['COMPASS', 'abc', false],
  ['BYPASS_CACHE', 'abc', false],
  ['PWDLESS', 'abc', false],
  ['TOKENIZERS_PARALLELISM', 'on', false],
  ['TOKENIZER', 'bert-base', false],
  // what is said about a credential, or of a key that is open
  ['DB_PASSWORD_FILE', 'etc', false],
  ['TOKEN_TTL', '60', false],
  ['TOKEN_ISSUER', 'shop', false],
  ['JWT_SECRET_ALGORITHM', 'HS256', false],
  ['CACHE_KEY_PREFIX', 'shop', false],
  ['SECRET_PROVIDER', 'google', false],
  ['MAX_TOKENS', '4096', false],
  ['PARTITION_KEY', 'customer_id', false],
  ['SORT_KEY', 'created_at', false],
  ['VAPID_PUBLIC_KEY', digits(60), false],
  ['STRIPE_PUBLISHABLE_KEY', 'pk_live_abc', false],
  ['KMS_KEY_ID', 'orders', false],
  // a place, an address, a variable, a truth and nothing
  ['DB_PASSWORD', '/etc/secret/password', false],
  ['OAUTH_TOKEN_SERVER', 'https://login.example.com/oauth2/token', false],
  ['DB_PASSWORD', 'hunter2 https://db.example', true],
  ['DB_PASSWORD', 'https://db.example hunter2', true],
  ['DB_PASSWORD', '$(FROM_ELSEWHERE)', false],
  ['AUTH_TOKEN', 'Bearer $(FROM_ELSEWHERE)', false],
  ['DB_PASSWORD', '$(FROM_ELSEWHERE)hunter2', true],
  ['DB_PASSWORD', 'trueblue', true],
  ['DB_PASSWORD', 'it-is-none', true],
  ['USE_TOKEN', 'true', false],
  ['USE_TOKEN', 'false', false],
  ['DB_PASSWORD', '', false],
  // recognized by the value, whatever the name
  ['ADDRESS', 'postgres://user:hunter2@db.example/shop', true],
  ['ADDRESS', 'redis://:hunter2@cache.example:6379/0', true],
  ['ADDRESS', 'amqps://jobs:pa$$word@queue.example', true],
  ['ADDRESS', 'host=db.example user=app password=hunter2', true],
  ['ADDRESS', 'Server=db;User Id=app;Password=hunter2;', true],
  ['ADDRESS', 'https://api.example.com/v1?api_key=abc123def', true],
  ['ADDRESS', `https://storage.googleapis.com/b/o?X-Goog-Date=20261130T000000Z&X-Goog-Signature=${hex(64)}`, true],
  ['ADDRESS', `https://b.s3.amazonaws.com/o?X-Amz-Signature=${hex(64)}`, true],
  ['ADDRESS', `https://shop.blob.core.windows.net/c?sv=2022-11-02&sig=${digits(43)}%3D`, true],
  ['ADDRESS', 'https://shop.example/o?signature=required&sig=v4', false],
  ['ADDRESS', 'app:hunter2@tcp(db.example:3306)/shop', true],
  ['ADDRESS', 'app:$(DB_PASSWORD)@tcp(db.example:3306)/shop', false],
  ['ADDRESS', 'app@tcp(db.example:3306)/shop', false],
  ['ADDRESS', 'postgres://db.example/shop', false],
  ['ADDRESS', 'postgres://user@db.example/shop', false],
  ['ADDRESS', 'https://0f1e2d3c4b5a69788796a5b4c3d2e1f0@o1.ingest.example/2', false],
  ['ANYTHING', '-----BEGIN RSA PRIVATE KEY-----', true],
  ['ANYTHING', '-----BEGIN PGP PRIVATE KEY BLOCK-----', true],
  ['ANYTHING', '-----BEGIN CERTIFICATE-----', false],
  ['ANYTHING', 'Zq3vT8kLm2Xw9Rb7Yc4Nd6Hf1Jg5Ps0a', true],
  ['HOME', '/home/app', false],
  ['REVISION', hex(40), false],
  ['ID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', false],
  ['IMAGE', `europe-docker.pkg.dev/a/b@sha256:${hex(64)}`, false],
  ['CLASS', 'AbstractSingletonProxyFactoryBean2Adapter', false],
  ['LONG', 'Some-Long-Header-Name-Of-Version-2-With-Words', false],
])('%s=%s is a credential: %s', (name, value, expected) => expect(isCredential(name, value)).toBe(expected));

test.each([
  ['Amazon', joined('AKIA', capitals(16))],
  ['Amazon, for a while', joined('ASIA', capitals(16))],
  ['Google, API', joined('AIza', digits(35))],
  ['Google, OAuth client', joined('GOCSPX-', digits(28))],
  ['Google, access token', joined('ya29.', digits(60))],
  ['Azure', joined('DefaultEndpointsProtocol=https;AccountName=shop;Account', 'Key=', digits(86), '==')],
  ['DigitalOcean', joined('dop_v1_', hex(64))],
  ['Supabase', joined('sbp_', hex(40))],
  ['Databricks', joined('dapi', hex(32))],
  ['GitHub', joined('ghp_', digits(36))],
  ['GitHub, fine-grained', joined('github_pat_', digits(22), '_', digits(59))],
  ['GitLab', joined('glpat-', digits(20))],
  ['npm', joined('npm_', digits(36))],
  ['PyPI', joined('pypi-', digits(60))],
  ['Docker', joined('dckr_pat_', digits(27))],
  ['Atlassian', joined('ATATT3', digits(60))],
  ['Slack, bot', joined('xoxb-', '123456789012-', digits(24))],
  ['Slack, app', joined('xapp-1-', digits(40))],
  ['Slack, webhook', joined('https://hooks.slack.com/', 'services/T00000000/B00000000/', digits(24))],
  ['Discord', joined('https://discord.com/api/', 'webhooks/123456789/', digits(60))],
  ['Teams', joined('https://lyo.webhook.office.com/', 'webhookb2/', hex(36))],
  ['Telegram', joined('123456789', ':AA', digits(33))],
  ['Stripe', joined('sk_live_', digits(24))],
  ['Stripe, restricted', joined('rk_test_', digits(24))],
  ['Stripe, webhook', joined('whsec_', digits(32))],
  ['Shopify', joined('shpat_', hex(32))],
  ['Square', joined('sq0atp-', digits(22))],
  ['SendGrid', joined('SG.', digits(22), '.', digits(43))],
  ['Mailgun', joined('key-', hex(32))],
  ['Mailchimp', joined(hex(32), '-us6')],
  ['Brevo', joined('xkeysib-', hex(64))],
  ['Twilio', joined('SK', hex(32))],
  ['OpenAI', joined('sk-', 'proj-', digits(48))],
  ['Anthropic', joined('sk-', 'ant-api03-', digits(48))],
  ['Hugging Face', joined('hf_', digits(34))],
  ['Vault', joined('hvs.', digits(24))],
  ['Doppler', joined('dp.st.prd.', digits(40))],
  ['Pulumi', joined('pul-', hex(40))],
  ['Grafana', joined('glsa_', digits(32), '_', hex(8))],
  ['Sentry', joined('sntrys_', digits(40))],
  ['New Relic', joined('NRAK-', capitals(27))],
  ['Linear', joined('lin_api_', digits(40))],
  ['age', joined('AGE-SECRET-KEY-1', capitals(58))],
  ['a JSON Web Token', joined('eyJ', digits(20), '.eyJ', digits(30), '.', digits(43))],
  ['a header', joined('Authorization: Bearer ', digits(40))],
])('a value of %s is a credential, alone and within a text', (_, value) => {
  expect([isCredential('ANYTHING', value), holdsCredential(value), holdsCredential(`see "${value}" there`)]).toEqual([true, true, true]);
});

test.each([
  'sk-learn-is-a-library-of-python',
  'key-value',
  'pypi-mirror',
  'Basic authentication is off',
  'glc-index',
  'npm_config_registry',
  'dp.start',
  'SKU12345',
])('%s only begins like one', (value) => {
  expect(isCredential('ANYTHING', value)).toBe(false);
});

test('a text with an address that has a password holds one, and a variable or a mark in its place does not', () => {
  expect(holdsCredential('see redis://a:b@cache.example')).toBe(true);
  for (const mark of ['$PASSWORD', '${PASSWORD}', '$(PASSWORD)', '<password>', '{password}', '***', '%(password)s'])
    expect([mark, holdsCredential(`see redis://a:${mark}@cache.example`)]).toEqual([mark, false]);
});

test.each<[string, boolean]>([
  ['[database]\npassword = hunter2\n', true],
  ['database:\n  password: "correct-horse-7"\n', true],
  ['{"api_key": "abc123def456"}', true],
  ['export DB_PASSWORD=hunter2; exec app', true],
  ['client_secret=abc-123-def', true],
  ['password = ${DB_PASSWORD}\nsecret = $(SECRET)\ntoken: {{ token }}\napi_key: <key>\n', false],
  ['password = os.environ["DB_PASSWORD"]\ntoken = settings.token\nsecret = read("/run/secrets/a")\n', false],
  // how files of settings name a variable or a store of secrets
  ['api_key: os.environ/AZURE_API_KEY\n', false],
  ['"password": "env:DB_PASSWORD"', false],
  ['token: process.env.TOKEN_2', false],
  ['password: !env_var DB_PASSWORD\n', false],
  ['password: ${{ secrets.DB_PASSWORD }}\n', false],
  ['password: vault:secret/data/shop#password\n', false],
  ['password: ref+gcpsecrets://shop/password\n', false],
  ['password: environment7\n', true],
  ['password: env/12+345/a=\n', true],
  ['password: my-vault:abc7\n', true],
  ['password = 7-abc(def\n', true],
  ['password: string\ntoken: required\n', false],
  ['password_file = /run/secrets/app/DB\ncredentials: /etc/app/key.json\n', false],
  ['keys = root,sample\nlevel = INFO\n', false],
  ['token_url: https://login.example.com/token1\nmax_tokens: 4096\n', false],
])('the text %j assigns a credential: %s', (text, expected) => expect(assignsCredential(text)).toBe(expected));

test('values of a command line are known by their options', () => {
  expect(argumentsOf(['key--port=80'])).toEqual([{ value: 'key--port=80', index: 0 }]);
  expect(argumentsOf(['serve', '--port=80', '--level', 'info', '-v', '--token'])).toEqual([
    { value: 'serve', index: 0 },
    { option: 'port', value: '80', index: 1 },
    { value: '--level', index: 2 },
    { option: 'level', value: 'info', index: 3 },
    { value: '-v', index: 4 },
    { value: '--token', index: 5 },
  ]);
  expect(
    credentialsAmong(['--password=hunter2', '--api-key', 'abc', '--port', '80', '--token=$(TOKEN)', '--key-file', '/a', 'sh', '-c', 'TOKEN=abc123 run']),
  ).toEqual([0, 2, 10]);
});

test.each([20, 1000, 5000, 100_000])('a JSON Web Token is known with a header of %i characters, as one with certificates has', (length) => {
  const token = joined('eyJ', digits(10).repeat(length / 10), '.', 'eyJ', digits(30), '.', digits(20));
  expect([holdsCredential(token), holdsCredential(`x-${token}`), holdsCredential(token.replace('.', '/'))]).toEqual([true, true, false]);
});

/** A text that is read again from each place where a credential could begin takes minutes here, where one that is read once takes a second. */
test.each(['x', 'ey-', 'eyA1', 'sk-', 'a-', 'a.', 'key-', 'SG.', 'Basic ', 'a:', '://', '&', '1a2B', 'AB_', '-----BEGIN '])(
  'a file of a mebibyte that repeats %j is read, and holds no credential',
  (part) => {
    const text = part.repeat(Math.ceil(2 ** 20 / part.length));
    expect([holdsCredential(text), assignsCredential(text)]).toEqual([false, false]);
  },
);
