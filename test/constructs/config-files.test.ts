import fc from 'fast-check';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { ConfigFiles, configText } from '../../constructs/config-files';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

type Files = Readonly<Record<string, string>>;

function configMap(files: Files): ReturnType<typeof only> {
  return only(
    rendered((chart: Construct) => new ConfigFiles(chart, 'config', { name: 'server', files })),
    'ConfigMap',
  );
}

const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.yaml$/), fc.string(), { minKeys: 1, maxKeys: 4, noNullPrototype: true });

test('the ConfigMap holds the files and is immutable', () => {
  expect(configMap({ 'a.yaml': 'one', 'b.yaml': 'two' })).toMatchObject({ immutable: true, data: { 'a.yaml': 'one', 'b.yaml': 'two' } });
});

test('a changed file changes the name, so a changed configuration rolls out and back with its pods', () => {
  fc.assert(
    fc.property(files, fc.string(), (before, text) => {
      const [changed = ''] = Object.keys(before);
      fc.pre(before[changed] !== text);
      expect(configMap({ ...before, [changed]: text }).metadata.name).not.toBe(configMap(before).metadata.name);
    }),
  );
});

test('a renamed file changes the name', () => {
  expect(configMap({ 'a.yaml': 'one' }).metadata.name).not.toBe(configMap({ 'b.yaml': 'one' }).metadata.name);
});

test('text that moves from one file to another changes the name, because files are hashed separately', () => {
  expect(configMap({ a: 'onetwo', b: '' }).metadata.name).not.toBe(configMap({ a: 'one', b: 'two' }).metadata.name);
});

test('the same files in another order have the same name', () => {
  fc.assert(
    fc.property(files, (some) => {
      const reversed = Object.fromEntries(Object.entries(some).reverse());
      expect(configMap(reversed).metadata.name).toBe(configMap(some).metadata.name);
    }),
  );
});

test('the name is the given one and ten hexadecimal digits, and the construct exposes it', () => {
  let told = '';
  const objects = rendered((chart) => {
    told = new ConfigFiles(chart, 'config', { name: 'server', files: { a: 'one' } }).configMapName;
  });
  expect(only(objects, 'ConfigMap').metadata.name).toBe(told);
  expect(told).toMatch(/^server-[0-9a-f]{10}$/);
});

test('text stays text in YAML 1.1 and 1.2: a date format is no date, and "on" no boolean', () => {
  const texts = ['2006-01-02', '2006-01-02T15:04:05Z', 'on', 'no', 'yes', '12:30:45', '0x1f', '1_000', '~', 'null', 'plain text', '10.0.0.0/8'];
  for (const version of ['1.1', '1.2'] as const) expect(parse(configText({ texts }), { version })).toEqual({ texts });
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parse(configText({ text }), { version: '1.1' })).toEqual({ text });
    }),
  );
});
