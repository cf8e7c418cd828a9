import { itemsAt, shown, textAt, textsAt } from '../../checks/plan-value';

test.each<[unknown, string]>([
  [undefined, 'not stated'],
  [null, 'not stated'],
  ['REGULAR', 'REGULAR'],
  ['', ''],
  [true, 'true'],
  [['a', 'b'], '["a","b"]'],
  [{ a: 1 }, '{"a":1}'],
  ['x'.repeat(160), 'x'.repeat(160)],
  ['x'.repeat(161), `${'x'.repeat(157)}...`],
])('%j is shown as %s', (value, text) => expect(shown(value)).toBe(text));

test('a list or a text is read as it is, and as empty where the value is something else', () => {
  const value = { list: ['a', 1, 'b'], text: 'a', number: 1 };
  expect([itemsAt(value, 'list'), itemsAt(value, 'text'), itemsAt(value, 'nothing')]).toEqual([['a', 1, 'b'], [], []]);
  expect([textsAt(value, 'list'), textsAt(value, 'number')]).toEqual([['a', 'b'], []]);
  expect([textAt(value, 'text'), textAt(value, 'number'), textAt(value, 'list.2')]).toEqual(['a', undefined, 'b']);
});
