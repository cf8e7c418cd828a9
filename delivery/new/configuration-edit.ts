/** Adds a workload to the files of `config/`, and changes no other line. */
import ts from 'typescript';

/**
 * @param source text of `config/<env>.ts`
 * @param workload text with its indentation, and a comma at its end
 * @returns undefined when the file has no list of workloads that can be extended
 */
export function withWorkload(source: string, workload: string): string | undefined {
  const list = listOfWorkloads(ts.createSourceFile('environment.ts', source, ts.ScriptTarget.Latest, true));
  if (list === undefined) return undefined;
  const last = list.elements.at(-1);
  const end = list.getEnd() - 1;
  const afterLast = last === undefined ? list.getStart() + 1 : last.getEnd();
  const comma = last === undefined || list.elements.hasTrailingComma ? '' : ',';
  // the text between the last workload and the bracket stays: a comma, and comments of the author
  const between = source.slice(afterLast, end).trimEnd();
  const edited = `${source.slice(0, afterLast)}${comma}${between}\n${workload}\n  ${source.slice(end)}`;
  return workload.includes('seedPolicy') && !/import \{[^}]*\bseedPolicy\b[^}]*\} from/.test(source)
    ? `import { seedPolicy } from './scaling';\n${edited}`
    : edited;
}

/** The first list of the file that a property `workloads` has. */
function listOfWorkloads(node: ts.Node): ts.ArrayLiteralExpression | undefined {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'workloads' && ts.isArrayLiteralExpression(node.initializer)) {
    return node.initializer;
  }
  return ts.forEachChild(node, listOfWorkloads);
}

/** @param sizing text of `config/sizing/<env>.json` @returns the same with one entry more, in front of the others */
export function withSize(sizing: string, name: string, size: object): string {
  const lines = Object.entries(size).map(
    ([key, amounts]) =>
      `    "${key}": ${JSON.stringify(amounts)
        .replaceAll(/([{:,])/g, '$1 ')
        .replaceAll('}', ' }')}`,
  );
  return sizing.replace(/^\{\n/, `{\n  "${name}": {\n${lines.join(',\n')}\n  },\n`);
}
