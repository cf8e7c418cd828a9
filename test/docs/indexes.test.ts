/** Kind: a document that no index leads to, or an index that leads nowhere. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');

test.each(['decisions', 'evidence'])('the index of docs/%s names each of its files once, and no other', (folder) => {
  const files = readdirSync(join(docs, folder)).filter((name) => name !== 'README.md');
  const named = [...readFileSync(join(docs, folder, 'README.md'), 'utf8').matchAll(/^- \[[^\]]+\]\(([\w-]+\.md)\)/gm)].map(([, name = '']) => name);
  expect([...named].sort()).toEqual([...files].sort());
});
