/** Table cells that are too long for an editor or a review. Generated documents (docs/audit, docs/review/comment.md) may have cells of any length. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');
const longest = 120;

/** Table cells that are too long, with their line. Fenced blocks are output of programs and left out. */
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

test.each(files)('docs/%s has no table cell that is too long', (file) => {
  expect(longCells(readFileSync(join(docs, file), 'utf8'))).toEqual([]);
});

test.each([
  [`| a | ${'b'.repeat(121)} |`, ['1: 121 characters']],
  [`| a | ${'b'.repeat(120)} |`, []],
  [`x\n| ${'b'.repeat(100)}\\|${'c'.repeat(30)} |`, ['2: 132 characters']],
  [`\`\`\`text\n| ${'b'.repeat(200)} |\n\`\`\`\n| c |`, []],
  ['b'.repeat(500), []],
])('long cells are found: %s', (markdown, told) => {
  expect(longCells(markdown)).toEqual(told);
});
