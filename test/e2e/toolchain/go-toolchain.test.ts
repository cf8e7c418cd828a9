import { isOlder } from '../../../e2e/toolchain/go-toolchain';

test.each([
  ['1.26.3', '1.26.4', true],
  ['1.26.4', '1.26.4', false],
  ['1.26.10', '1.26.9', false],
  ['1.25.9', '1.26', true],
  ['1.26', '1.26.0', false],
  ['2.0.0', '1.99.99', false],
  ['1.27rc1', '1.26.4', false],
])('Go %s older than %s: %p', (version, required, expected) => expect(isOlder(version, required)).toBe(expected));
