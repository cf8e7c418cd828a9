/** Changes the image of a workload in a file of `config/`, and no other line. */
import ts from 'typescript';

/** @param source text of `config/<env>.ts`. @returns undefined where no workload of that name has an image as a text */
export function withImage(source: string, workload: string, image: string): string | undefined {
  const found = imageOf(ts.createSourceFile('environment.ts', source, ts.ScriptTarget.Latest, true), workload);
  if (found === undefined) return undefined;
  return `${source.slice(0, found.getStart())}'${image}'${source.slice(found.getEnd())}`;
}

/** The text `image` of the first object that has the name. */
function imageOf(node: ts.Node, workload: string): ts.StringLiteralLike | undefined {
  if (ts.isObjectLiteralExpression(node) && textOf(node, 'name')?.text === workload) {
    const image = textOf(node, 'image');
    if (image !== undefined) return image;
  }
  return ts.forEachChild(node, (child) => imageOf(child, workload));
}

function textOf(object: ts.ObjectLiteralExpression, name: string): ts.StringLiteralLike | undefined {
  const property = object.properties.find((one) => ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && one.name.text === name);
  return property !== undefined && ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer) ? property.initializer : undefined;
}
