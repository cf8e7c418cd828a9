/** Writes YAML with lines that fit a screen. Long text is folded, which does not change its value. */
import { Document, Scalar, visit, type CreateNodeOptions, type DocumentOptions, type SchemaOptions } from 'yaml';

/** Characters per line; a line without a place to fold may be longer. */
const lineWidth = 160;
/** Longest word, for example a pattern of many names, that is not broken: a longer one is broken at the end of the line. */
const longestWord = 180;

export function foldedYaml(content: unknown, options: DocumentOptions & SchemaOptions & CreateNodeOptions): string {
  const document = new Document(content, options);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      if (node.value.includes('\n')) node.type = isFoldable(node.value) ? Scalar.BLOCK_FOLDED : Scalar.BLOCK_LITERAL;
      // the only YAML style that can break a line in the middle of a word
      else if (node.value.split(' ').some((word) => word.length > longestWord)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth });
}

/** Only JSON is folded, because its indentation has no meaning; every other multi-line text stays as it is. */
function isFoldable(text: string): boolean {
  return text.startsWith('{') && text.split('\n').some((line) => line.length > lineWidth);
}

/**
 * JSON with its long lines moved to the left margin. A string in JSON cannot continue in the next line, but YAML's folding can break it and joins the lines again. It does so only
 * at the margin: line ends of indented lines are kept.
 */
export function withFoldableLines(json: string): string {
  return json
    .split('\n')
    .map((line) => (line.length > lineWidth ? line.trimStart() : line))
    .join('\n');
}
