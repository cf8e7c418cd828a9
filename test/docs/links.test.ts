/** Links in documents must lead to existing files and headings. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const project = join(__dirname, '..', '..');

/** Markdown without fenced blocks, in which brackets are no links. */
const withoutFences = (markdown: string): string => markdown.replace(/^```.*?^```/gms, '');

/** Anchors of all headings, as GitHub makes them: lower case, no punctuation, hyphens for spaces. */
const anchorsOf = (markdown: string): readonly string[] =>
  [...withoutFences(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Dead links of a document. `file` is relative to the project; external links are not followed. */
function deadLinks(file: string, markdown: string): readonly string[] {
  const links = [...withoutFences(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(link, file, markdown));
}

function leadsSomewhere(link: string, file: string, markdown: string): boolean {
  const [path = '', anchor = ''] = link.split('#');
  if (path === '') return anchorsOf(markdown).includes(anchor);
  const target = normalize(join(dirname(file), path));
  if (!existsSync(join(project, target))) return false;
  return anchor === '' || !target.endsWith('.md') || anchorsOf(readFileSync(join(project, target), 'utf8')).includes(anchor);
}

const documents = [
  ...readdirSync(project).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

test.each(documents)('every link of %s leads to a file or a heading that exists', (file) => {
  expect(deadLinks(file, readFileSync(join(project, file), 'utf8'))).toEqual([]);
});

test.each([
  ['[a](tour.md) [b](../README.md) [c](https://example.com/none)', []],
  ['[a](none.md)', ['none.md']],
  ['[a](tour.md#no-such-heading)', ['tour.md#no-such-heading']],
  ['# Some `code`, twice\n[a](#some-code-twice) [b](#other)', ['#other']],
  ['```text\n[a](none.md)\n```\n', []],
])('dead links are found: %s', (markdown, dead) => {
  expect(deadLinks(join('docs', 'page.md'), markdown)).toEqual(dead);
});
