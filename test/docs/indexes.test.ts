/** Every document is in its index, and every entry of an index exists. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');

test.each(['decisions', 'evidence'])('the index of docs/%s names exactly its files, each once', (folder) => {
  const files = readdirSync(join(docs, folder)).filter((name) => name !== 'README.md');
  const named = [...readFileSync(join(docs, folder, 'README.md'), 'utf8').matchAll(/^- \[[^\]]+\]\(([\w-]+\.md)\)/gm)].map(([, name = '']) => name);
  expect([...named].sort()).toEqual([...files].sort());
});
