/** All mutants of a source file: operators, numbers, conditions, booleans, minimum and maximum, and operators of PromQL in templates. */
import ts from 'typescript';
import { keyOf, type Mutant } from './mutant';

const operators: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&&': '||',
  '||': '&&',
};
const members: Readonly<Record<string, string>> = { max: 'min', min: 'max', ceil: 'floor', floor: 'ceil', every: 'some', some: 'every' };
/** An operator between two PromQL operands, which are values, not words. */
const promql = /(?<=[)}\w\]] )(and|or|unless|\/|\*|-|\+|>|<|>=|<=|==)(?= (?:bool )?[(\w$\d])/g;
const promqlFaults: Readonly<Record<string, string>> = {
  and: 'or',
  or: 'and',
  unless: 'and',
  '/': '*',
  '*': '/',
  '-': '+',
  '+': '-',
  '>': '<',
  '<': '>',
  '>=': '>',
  '<=': '<',
  '==': '!=',
};

/** Words of English sentences that PromQL does not have. */
const prose = /(?<![\w{$.])(a|an|the|is|are|was|has|have|of|to|must|no|it|in|from)(?= )/;

type Fault = Pick<Mutant, 'start' | 'end' | 'after'>;

export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const lines = text.split('\n');
  const visit = (node: ts.Node): void => {
    // types do not exist at run time
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    for (const { start, end, after } of faultsOf(node, source)) {
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      const place = `${character} in ${lines[line]?.trim() ?? ''}`;
      found.push({ file, start, end, line: line + 1, place, before: text.slice(start, end), after });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map((mutant, index) => toldApart(mutant, found.slice(0, index)));
}

/** Numbers equal lines of a file. */
function toldApart(mutant: Mutant, earlier: readonly Mutant[]): Mutant {
  const times = earlier.filter((one) => keyOf(one) === keyOf(mutant)).length;
  return times === 0 ? mutant : { ...mutant, place: `${mutant.place} (${times + 1})` };
}

function faultsOf(node: ts.Node, source: ts.SourceFile): readonly Fault[] {
  if (ts.isBinaryExpression(node)) return binaryFaults(node, source);
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) return memberFaults(node.name, source);
  if (isPartOfTemplate(node)) return templateFaults(node, source);
  return conditionFaults(node, source) ?? valueFaults(node, source);
}

function conditionFaults(node: ts.Node, source: ts.SourceFile): readonly Fault[] | undefined {
  if (ts.isConditionalExpression(node)) return [replaced(node.condition, source, (text) => `!(${text})`)];
  if (ts.isIfStatement(node)) return [replaced(node.expression, source, (text) => `!(${text})`)];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return [replaced(node, source, (text) => text.slice(1))];
  return undefined;
}

function valueFaults(node: ts.Node, source: ts.SourceFile): readonly Fault[] {
  if (ts.isNumericLiteral(node)) return isName(node) ? [] : [replaced(node, source, (text) => `(${text} + 1)`)];
  const isTruth = node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
  return isTruth ? [replaced(node, source, (text) => String(text !== 'true'))] : [];
}

function binaryFaults({ operatorToken, left, right }: ts.BinaryExpression, source: ts.SourceFile): readonly Fault[] {
  const text = operatorToken.getText(source);
  if (text === '??') return [{ start: left.getStart(source), end: right.getStart(source), after: '' }];
  // `+` of texts is no arithmetic
  if (text === '+' && [left, right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side))) return [];
  const after = operators[text];
  return after === undefined ? [] : [replaced(operatorToken, source, () => after)];
}

function memberFaults(name: ts.MemberName, source: ts.SourceFile): readonly Fault[] {
  const after = members[name.text];
  return after === undefined ? [] : [replaced(name, source, () => after)];
}

function templateFaults(node: ts.Node, source: ts.SourceFile): readonly Fault[] {
  const whole = ts.isTemplateHead(node) ? node.parent : node.parent.parent;
  // "and" in a sentence is no operator
  if (prose.test(whole.getText(source))) return [];
  const start = node.getStart(source);
  return [...node.getText(source).matchAll(promql)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    after: promqlFaults[match[0]] ?? match[0],
  }));
}

function isPartOfTemplate(node: ts.Node): boolean {
  return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

/** `{ 404: … }` */
function isName(node: ts.NumericLiteral): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

function replaced(node: ts.Node, source: ts.SourceFile, change: (text: string) => string): Fault {
  return { start: node.getStart(source), end: node.getEnd(), after: change(node.getText(source)) };
}
