/** Kind: a table whose rows no editor and no review can show. What is generated (docs/audit, docs/review/comment.md) says what the manifests say, however long. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');
const longest = 120;

/** Cells of Markdown tables that are too long, with their line; what stands in fences is what programs printed. */
function longCells(markdown: string): readonly string[] {
  let isFenced = false;
  return markdown.split('\n').flatMap((line, index) => {
    if (line.startsWith('```')) isFenced = !isFenced;
    if (isFenced || !line.startsWith('|')) return [];
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return cells.filter((cell) => cell.length > longest).map((cell) => `${index + 1}: ${cell.length} characters`);
  });
}

const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.md') && !file.startsWith('audit') && file !== join('review', 'comment.md'),
);

test.each(files)('docs/%s', (file) => {
  expect(longCells(readFileSync(join(docs, file), 'utf8'))).toEqual([]);
});

test.each([
  [`| a | ${'b'.repeat(121)} |`, ['1: 121 characters']],
  [`| a | ${'b'.repeat(120)} |`, []],
  [`x\n| ${'b'.repeat(100)}\\|${'c'.repeat(30)} |`, ['2: 132 characters']],
  [`\`\`\`text\n| ${'b'.repeat(200)} |\n\`\`\`\n| c |`, []],
  ['b'.repeat(500), []],
])('it can fail: %s', (markdown, told) => {
  expect(longCells(markdown)).toEqual(told);
});
