/** Writes YAML with lines that fit a screen. Folded text parses to the original value. */
import { Document, Scalar, visit, type CreateNodeOptions, type DocumentOptions, type SchemaOptions } from 'yaml';

/** Characters a line; one without a place to fold may be longer. */
const lineWidth = 160;
/** Of a text that is one word, such as a pattern of many names: a longer one is broken wherever its line ends. */
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

/** JSON means the same however its lines begin; every other text is shown as it is. */
function isFoldable(text: string): boolean {
  return text.startsWith('{') && text.split('\n').some((line) => line.length > lineWidth);
}

/**
 * JSON with its long lines at the margin. A text in JSON cannot go on in the next line; YAML joins lines again, and does so at the margin alone: it keeps the
 * ends of lines that are moved in.
 */
export function withFoldableLines(json: string): string {
  return json
    .split('\n')
    .map((line) => (line.length > lineWidth ? line.trimStart() : line))
    .join('\n');
}
