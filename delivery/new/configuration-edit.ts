/** Adds a workload to the files of `config/`, and changes no other line. */
import ts from 'typescript';
import { modulesOfConstants } from './workload-text';

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
  const missing = Object.entries(modulesOfConstants).filter(([name]) => new RegExp(`\\b${name}\\b`).test(workload) && !isImported(source, name));
  return missing.reduce((text, [name, module]) => withImport(text, name, module), edited);
}

function isImported(source: string, name: string): boolean {
  return new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from`).test(source);
}

/** In front of the first import of a later module, as the imports of `config/` are sorted; otherwise behind the last one, or at the begin of a file without any. */
function withImport(source: string, name: string, module: string): string {
  const imports = ts.createSourceFile('environment.ts', source, ts.ScriptTarget.Latest, true).statements.filter(ts.isImportDeclaration);
  const line = `import { ${name} } from '${module}';`;
  const later = imports.find(({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text > module);
  const last = imports.at(-1);
  if (later !== undefined) return `${source.slice(0, later.getStart())}${line}\n${source.slice(later.getStart())}`;
  return last === undefined ? `${line}\n${source}` : `${source.slice(0, last.getEnd())}\n${line}${source.slice(last.getEnd())}`;
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
