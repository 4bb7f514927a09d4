import * as ts from 'typescript';

/** The refusal codes that can come out of each route, sorted; a route is `<Controller>_<method>`, as the OpenAPI calls it. */
export type RefusalsByRoute = Readonly<Record<string, readonly string[]>>;

/** Errors of the ledger's ports that the api turns into a refusal. */
const errorsTold: Readonly<Record<string, string>> = {
  CommandIdReused: 'command-id-reused',
  TooManyConflicts: 'too-many-conflicts',
};

const routeDecorators = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

/**
 * What every route can refuse, found by following the code: from the method to all that it names, and from a command or query that is made
 * to the handler of it. What is named counts, called or not, so a code may be listed that never comes; none is forgotten.
 * A `try` whose `catch` lets everything but refusals through keeps its refusals to itself.
 *
 * @throws Error when a refusal is made with a code that the compiler does not know
 */
export function refusalsByRoute(program: ts.Program): RefusalsByRoute {
  const checker = program.getTypeChecker();
  const ours = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'));
  const classes = ours.flatMap(classesIn);
  const handlers = handlersByMessage();
  const implementations = implementationsByMember();

  const routes = classes
    .filter((one) => decoratorOf(one, new Set(['Controller'])))
    .flatMap((one) =>
      one.members
        .filter(ts.isMethodDeclaration)
        .filter((method) => decoratorOf(method, routeDecorators))
        .map((method): [string, string[]] => [
          `${one.name?.text}_${method.name.getText()}`,
          [...codesFrom(method)].sort(),
        ]),
    );
  return Object.fromEntries(routes.sort(([one], [other]) => (one < other ? -1 : 1)));

  function codesFrom(start: ts.Node): Set<string> {
    const codes = new Set<string>();
    const seen = new Set<ts.Node>([start]);
    const waiting: ts.Node[] = [start];
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      if (ts.isTryStatement(node) && keepsRefusals(node)) {
        if (node.finallyBlock) visit(node.finallyBlock);
        return;
      }
      if (ts.isNewExpression(node)) for (const code of codesOf(node)) codes.add(code);
      if (ts.isIdentifier(node)) waiting.push(...declarationsBehind(node).filter((one) => !seen.has(one)));
      ts.forEachChild(node, visit);
    };
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      seen.add(next);
      ts.forEachChild(next, visit);
    }
    return codes;
  }

  /** The codes of `new Refusal(…)`, or of an error that becomes one. */
  function codesOf(made: ts.NewExpression): string[] {
    const name = made.expression.getText();
    const told = errorsTold[name];
    if (told !== undefined) return [told];
    const [code] = made.arguments ?? [];
    if (name !== 'Refusal' || !code || made.getSourceFile().fileName.endsWith('/shared/refusal.ts')) return [];
    const type = checker.getTypeAtLocation(code);
    const types = type.isUnion() ? type.types : [type];
    return types.map((one) => {
      if (one.isStringLiteral()) return one.value;
      throw new Error(`${made.getSourceFile().fileName}: the code of ${made.getText()} is not known`);
    });
  }

  /** What has to be read to know what the name does: functions, members, values; of a message, its handler. */
  function declarationsBehind(name: ts.Identifier): ts.Node[] {
    let symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    return (symbol?.declarations ?? []).filter(isOurs).flatMap((declaration): readonly ts.Node[] => {
      if (ts.isClassDeclaration(declaration))
        return ts.isNewExpression(name.parent) ? [...madeWith(declaration), ...(handlers.get(declaration) ?? [])] : [];
      if (ts.isPropertySignature(declaration) || ts.isMethodSignature(declaration))
        return isCalled(name) ? (implementations.get(declaration) ?? []) : [];
      if (ts.isBindingElement(declaration)) return isCalled(name) ? membersBehind(declaration) : [];
      if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || isCode(declaration))
        return [declaration];
      return [];
    });
  }

  /** `const { byId } = rules` and then `byId(…)`: what stands for the member of the interface. */
  function membersBehind(element: ts.BindingElement): ts.Node[] {
    const member = (element.propertyName ?? element.name).getText();
    const declarations = checker.getTypeAtLocation(element.parent).getProperty(member)?.declarations ?? [];
    return declarations.flatMap((one) => implementations.get(one) ?? (isOurs(one) && isCode(one) ? [one] : []));
  }

  function isOurs(node: ts.Node): boolean {
    return !node.getSourceFile().fileName.includes('/node_modules/');
  }

  function handlersByMessage(): Map<ts.Node, ts.Node[]> {
    const found = new Map<ts.Node, ts.Node[]>();
    for (const one of classes) {
      const [message] = decoratorOf(one, new Set(['CommandHandler', 'QueryHandler']))?.arguments ?? [];
      const symbol = message && checker.getSymbolAtLocation(message);
      const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const execute = one.members.filter((member) => member.name?.getText() === 'execute');
      for (const declaration of target?.declarations ?? []) found.set(declaration, execute);
    }
    return found;
  }

  /** What stands for a member of an interface: in the classes that implement it, in the objects that are given as one. */
  function implementationsByMember(): Map<ts.Node, ts.Node[]> {
    const found = new Map<ts.Node, ts.Node[]>();
    const add = (of: ts.Type | undefined, name: string, by: ts.Node): void => {
      if (!isFunction(by)) return;
      for (const declaration of of?.getProperty(name)?.declarations ?? [])
        if (declaration !== by) found.set(declaration, [...(found.get(declaration) ?? []), by]);
    };
    const visit = (node: ts.Node): void => {
      if (ts.isClassDeclaration(node))
        for (const type of node.heritageClauses?.flatMap(({ types }) => types) ?? [])
          for (const member of node.members)
            if (member.name) add(checker.getTypeAtLocation(type), member.name.getText(), member);
      if (ts.isObjectLiteralExpression(node)) {
        const type = checker.getContextualType(node);
        for (const property of node.properties) if (property.name) add(type, property.name.getText(), property);
      }
      ts.forEachChild(node, visit);
    };
    for (const file of ours) visit(file);
    return found;
  }
}

/** `catch (error) { if (!(error instanceof Refusal)) throw error; … }`: refusals become something else here. */
function keepsRefusals({ catchClause }: ts.TryStatement): boolean {
  const [first] = catchClause?.block.statements ?? [];
  return first?.getText().startsWith('if (!(error instanceof Refusal)) throw error;') ?? false;
}

const madeWith = (one: ts.ClassDeclaration): ts.Node[] =>
  one.members.filter((member) => ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member));

function classesIn(node: ts.Node): ts.ClassDeclaration[] {
  const inside: ts.ClassDeclaration[] = [];
  ts.forEachChild(node, (child) => {
    inside.push(...classesIn(child));
  });
  return ts.isClassDeclaration(node) ? [node, ...inside] : inside;
}

const isCalled = (name: ts.Identifier): boolean => {
  const called = ts.isPropertyAccessExpression(name.parent) ? name.parent : name;
  return ts.isCallExpression(called.parent) && called.parent.expression === called;
};

const isFunction = (node: ts.Node): boolean =>
  ts.isMethodDeclaration(node) ||
  ts.isShorthandPropertyAssignment(node) ||
  ((ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
    node.initializer !== undefined &&
    (ts.isArrowFunction(node.initializer) ||
      ts.isFunctionExpression(node.initializer) ||
      ts.isIdentifier(node.initializer)));

const isCode = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isGetAccessorDeclaration(node) ||
  ts.isPropertyDeclaration(node);

function decoratorOf(node: ts.HasDecorators, names: ReadonlySet<string>): ts.CallExpression | undefined {
  return (ts.getDecorators(node) ?? [])
    .map(({ expression }) => expression)
    .filter(ts.isCallExpression)
    .find(({ expression }) => names.has(expression.getText()));
}
