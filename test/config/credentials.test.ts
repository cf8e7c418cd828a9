import { holdsCredential, isCredential } from '../../config/credentials';

test.each<[string, string, boolean]>([
  ['DB_PASSWORD', 'hunter2', true],
  ['API_TOKEN', 'abc', true],
  ['SIGNING_KEY', 'abc', true],
  ['MONKEY', 'abc', false],
  ['DB_PASSWORD_FILE', 'etc', false],
  ['TOKEN_TTL', '60', false],
  // a path, a variable, a boolean and an empty text
  ['DB_PASSWORD', '/etc/secret/password', false],
  ['DB_PASSWORD', '$(FROM_ELSEWHERE)', false],
  ['USE_TOKEN', 'true', false],
  ['USE_TOKEN', 'false', false],
  ['DB_PASSWORD', '', false],
  // recognized by the value, whatever the name
  ['ADDRESS', 'postgres://user:hunter2@db.example/shop', true],
  ['ADDRESS', 'postgres://db.example/shop', false],
  ['ANYTHING', '-----BEGIN RSA PRIVATE KEY-----', true],
  ['HOME', '/home/app', false],
])('%s=%s is a credential: %s', (name, value, expected) => expect(isCredential(name, value)).toBe(expected));

test('a text with a password in an address is a credential, and one with a variable in its place is not', () => {
  expect(holdsCredential('see redis://a:b@cache.example')).toBe(true);
  expect(holdsCredential('see redis://a:$PASSWORD@cache.example')).toBe(false);
});
