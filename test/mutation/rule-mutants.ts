/** Mutants of rules of the configuration: never reported, always reported or inverted, beside the mutants of any code. */
import ts from 'typescript';
import { keyOf, type Mutant } from './mutant';
import { mutantsOf } from './mutants-of';

/** Functions by which a rule reports a problem; their first argument is the condition. */
const tells = new Set(['when', 'problemIf']);

export interface RuleMutants {
  /** Name in the exported list of the file. */
  readonly rule: string;
  /** Mutants in the rule, and in its helpers within the same file. */
  readonly mutants: readonly Mutant[];
}

/** Mutants of each rule of a file, in the order of its list. */
export function ruleMutantsOf(file: string, text: string): readonly RuleMutants[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const declared = declarationsOf(source);
  const place = { source, file, text };
  const all = [
    ...mutantsOf(file, text),
    ...conditionsOf(source).flatMap((condition) => told(condition, place)),
    ...patternsOf(source).flatMap((pattern) => misread(pattern, place)),
  ];
  return listOf(source).map((element) => {
    const rule = element.getText(source);
    const reached = reachedFrom(rule, declared);
    const within = all.filter(({ start }) => reached.some((node) => node.getStart(source) <= start && start < node.getEnd()));
    return { rule, mutants: distinct([leftOut(element, place), ...within]) };
  });
}

/**
 * By declaration of the file, in the order of the names.
 * @throws Error for a name that the file does not declare
 */
export function shapeMutantsOf(file: string, text: string, names: readonly string[]): readonly RuleMutants[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const place = { source, file, text };
  const declared = declarationsOf(source);
  const all = [
    ...mutantsOf(file, text),
    ...patternsOf(source).flatMap((pattern) => misread(pattern, place)),
    ...looseShapes(source).map((node) => mutantAt(node, 'looseObject', place)),
  ];
  return names.map((rule) => {
    if (!declared.has(rule)) throw new Error(`${file} must declare ${rule}`);
    const reached = reachedFrom(rule, declared);
    return { rule, mutants: distinct(all.filter(({ start }) => reached.some((node) => node.getStart(source) <= start && start < node.getEnd()))) };
  });
}

interface Place {
  readonly source: ts.SourceFile;
  readonly file: string;
  readonly text: string;
}

/** Elements of the list of rules that the file exports. */
function listOf(source: ts.SourceFile): readonly ts.Expression[] {
  const lists = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList: { declarations } }) => declarations);
  const found = lists.find(
    ({ name, initializer }) => /rules$/i.test(name.getText(source)) && initializer !== undefined && ts.isArrayLiteralExpression(initializer),
  );
  if (found?.initializer === undefined || !ts.isArrayLiteralExpression(found.initializer))
    throw new Error(`${source.fileName} must have a list of rules, received none`);
  return found.initializer.elements;
}

/** Constants and functions of the file, by name. */
function declarationsOf(source: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const found = source.statements.flatMap((statement): [string, ts.Node][] => {
    if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? '', statement]];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map((one) => [one.name.getText(source), one]);
  });
  return new Map(found);
}

function reachedFrom(name: string, declared: ReadonlyMap<string, ts.Node>): readonly ts.Node[] {
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    const next = ts.isIdentifier(node) ? declared.get(node.text) : undefined;
    if (next !== undefined && !seen.has(next)) {
      seen.add(next);
      visit(next);
    }
    ts.forEachChild(node, visit);
  };
  const [first] = [declared.get(name)];
  if (first !== undefined) {
    seen.add(first);
    visit(first);
  }
  return [...seen];
}

function conditionsOf(source: ts.SourceFile): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const [condition] = ts.isCallExpression(node) && tells.has(node.expression.getText(source)) ? node.arguments : [];
    if (condition !== undefined) found.push(condition);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function told(condition: ts.Expression, place: Place): readonly Mutant[] {
  const text = condition.getText(place.source);
  return ['false', 'true', `!(${text})`].map((after) => mutantAt(condition, after, place));
}

function patternsOf(source: ts.SourceFile): readonly ts.RegularExpressionLiteral[] {
  const found: ts.RegularExpressionLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A regular expression that takes everything, nothing, and what has more before or behind it. */
function misread(pattern: ts.RegularExpressionLiteral, place: Place): readonly Mutant[] {
  const text = pattern.getText(place.source);
  const [body, flags] = [text.slice(1, text.lastIndexOf('/')), text.slice(text.lastIndexOf('/') + 1)];
  const open = [...(body.startsWith('^') ? [body.slice(1)] : []), ...(/(?<!\\)\$$/.test(body) ? [body.slice(0, -1)] : [])];
  return ['(?:)', '(?!)', ...open].map((other) => mutantAt(pattern, `/${other}/${flags}`, place));
}

/** Where a shape refuses fields that it does not know. */
function looseShapes(source: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'strictObject') found.push(node.name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The rule left out of the list. */
function leftOut(element: ts.Expression, place: Place): Mutant {
  return mutantAt(element, '() => []', place);
}

function mutantAt(node: ts.Node, after: string, { source, file, text }: Place): Mutant {
  const [start, end] = [node.getStart(source), node.getEnd()];
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const place = `${character} in ${text.split('\n')[line]?.trim() ?? ''}`;
  return { file, start, end, line: line + 1, place, before: text.slice(start, end), after };
}

function distinct(mutants: readonly Mutant[]): readonly Mutant[] {
  return [...new Map(mutants.map((mutant) => [`${mutant.start} ${keyOf(mutant)}`, mutant])).values()];
}
