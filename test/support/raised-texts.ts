/** Finds in the source every sentence that a caller of the API may be told, however it is passed on. */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export interface RaisedText {
  readonly where: string;
  /** With `{0}`, `{1}` in the place of values; undefined where the source does not say it. */
  readonly text: string | undefined;
}

/** Words of somebody else, which are found where they are raised. */
const passedOn = new Set(['issue.message', 'error.message']);

const files = globSync(['functions/**/*.ts', 'shared/**/*.ts'])
  .filter((path) => !['shared/contract/openapi-errors.ts', 'shared/errors/problem.ts'].includes(path))
  .map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));

/** All of functions/ and shared/; the examples of the document itself are no answers. */
export function raisedTexts(): readonly RaisedText[] {
  return files.flatMap((file) => {
    const found: RaisedText[] = [];
    visit(file, (node) => {
      for (const expression of spoken(node)) {
        const line = file.getLineAndCharacterOfPosition(expression.getStart()).line + 1;
        found.push(...textsOf(expression).map((text) => ({ where: `${file.fileName}:${line}`, text })));
      }
    });
    return found;
  });
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** What of this node is told to people: details, reasons, messages of schemas, and what a thing is called. */
function spoken(node: ts.Node): readonly ts.Expression[] {
  if (ts.isNewExpression(node)) {
    const at = { AppError: 1, InvalidCron: 0 }[node.expression.getText()];
    return at === undefined ? [] : given(node.arguments?.[at]);
  }
  if (ts.isCallExpression(node)) return spokenInCall(node);
  if (ts.isObjectLiteralExpression(node)) {
    const names = node.properties.map((property) => property.name?.getText());
    const isViolation = names.includes('pointer') || names.includes('path');
    return node.properties.flatMap((property) => {
      const name = property.name?.getText();
      if (name === 'noun') return given(initialOf(property));
      return isViolation && name === 'reason' ? given(initialOf(property)) : [];
    });
  }
  return [];
}

function spokenInCall(node: ts.CallExpression): readonly ts.Expression[] {
  const callee = node.expression;
  if (['notFound', 'notYours'].includes(callee.getText()))
    return given(node.arguments[0]).filter((each) => isText(each));
  if (!ts.isPropertyAccessExpression(callee) || callee.expression.getText() === 'Math') return [];
  const options = node.arguments[messageAt.get(callee.name.text) ?? -1];
  if (options === undefined) return [];
  if (!ts.isObjectLiteralExpression(options)) return [options];
  return options.properties.flatMap((property) =>
    ['error', 'message'].includes(property.name?.getText() ?? '') ? given(initialOf(property)) : [],
  );
}

/** Where a schema's own words stand among the arguments of what checks: after what is asked for, or alone. */
const messageAt = new Map([
  ...['refine', 'regex', 'min', 'max', 'length', 'gte', 'lte', 'multipleOf', 'startsWith'].map(at(1)),
  ...['string', 'number', 'int', 'boolean', 'date', 'datetime', 'email', 'url', 'addIssue'].map(at(0)),
]);

function at(index: number) {
  return (name: string) => [name, index] as const;
}

function given(expression: ts.Expression | undefined): readonly ts.Expression[] {
  return expression === undefined ? [] : [expression];
}

function initialOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** Every text that an expression may turn out to be. */
function textsOf(expression: ts.Expression): readonly (string | undefined)[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) {
    const spans = expression.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`);
    return [expression.head.text + spans.join('')];
  }
  if (ts.isConditionalExpression(expression))
    return [expression.whenTrue, expression.whenFalse].flatMap(textsOf);
  if (ts.isIdentifier(expression)) {
    return expression.text === 'undefined' ? [] : textsOfName(expression);
  }
  if (ts.isCallExpression(expression)) return textsOfCall(expression.expression.getText());
  return passedOn.has(expression.getText()) ? [] : [undefined];
}

function textsOfName(name: ts.Identifier): readonly (string | undefined)[] {
  const found: (readonly (string | undefined)[])[] = [];
  visit(name.getSourceFile(), (node) => {
    if (ts.isBindingElement(node) && node.name.getText() === name.text) found.push([]);
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer)
      found.push(textsOf(node.initializer));
    const holds = node.parent?.pos < name.pos && name.end <= node.parent?.end;
    if (ts.isParameter(node) && holds && node.name.getText() === name.text)
      found.push(textsOfArguments(node));
  });
  return found.length === 0 ? [undefined] : found.flat();
}

function textsOfArguments(parameter: ts.ParameterDeclaration): readonly (string | undefined)[] {
  const { parent } = parameter;
  const name = ts.isFunctionDeclaration(parent) ? parent.name?.text : undefined;
  const at = parent.parameters.indexOf(parameter);
  return files.flatMap((file) => {
    const found: (string | undefined)[] = [];
    visit(file, (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === name)
        found.push(...given(node.arguments[at]).flatMap(textsOf));
    });
    return found;
  });
}

function textsOfCall(name: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let known = false;
  for (const file of files)
    visit(file, (node) => {
      if (!ts.isFunctionDeclaration(node) || node.name?.text !== name || !node.body) return;
      known = true;
      visit(node.body, (inner) => {
        if (ts.isReturnStatement(inner) && inner.expression) found.push(...textsOf(inner.expression));
      });
    });
  return known ? found : [undefined];
}
