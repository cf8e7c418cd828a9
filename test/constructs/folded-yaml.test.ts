import { parse } from 'yaml';
import { foldedYaml, withFoldableLines } from '../../constructs/folded-yaml';

const yaml = (value: unknown): string => foldedYaml(value, {});
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

test.each<[string, unknown]>([
  ['numbers, truths and nothing', { a: 1, b: true, c: null, d: [] }],
  ['a long sentence', { text: words(100) }],
  ['a word of 180 characters', { text: 'x'.repeat(180) }],
  ['a word of 181', { text: `a ${'x'.repeat(181)} b` }],
  ['a program', { text: `if a:\n    b()\n${words(100)}\n` }],
  ['JSON with a long line', { text: withFoldableLines(JSON.stringify({ a: words(100) }, undefined, 2)) }],
])('%s is parsed unchanged', (_, value) => expect(parse(yaml(value))).toEqual(value));

test('a sentence and JSON are folded to lines that fit on a screen', () => {
  expect(longest(yaml({ text: words(100) }))).toBeLessThanOrEqual(160);
  const json = withFoldableLines(JSON.stringify({ a: words(100) }, undefined, 2));
  expect(longest(yaml({ text: json }))).toBeLessThanOrEqual(160);
  expect(yaml({ text: json })).toMatch(/^text: >/);
});

test('text that is no JSON keeps its lines, however long, and so does JSON with short lines', () => {
  expect(yaml({ text: `a\n${words(100)}` })).toMatch(/^text: \|/);
  expect(yaml({ text: '{\n  "a": 1\n}' })).toMatch(/^text: \|/);
});

test('a word that is too long is broken in the middle, and one that fits is not', () => {
  expect(yaml({ text: 'x'.repeat(180) })).toBe(`text: ${'x'.repeat(180)}\n`);
  expect(yaml({ text: 'x'.repeat(181) })).toMatch(/^text: "x+/);
});
