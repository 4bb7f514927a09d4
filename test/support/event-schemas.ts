import * as ts from 'typescript';

/** As much of JSON Schema (draft 7) as events need. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

/** An event as its file declares it. */
export interface DeclaredEvent {
  readonly type: string;
  /** What its comment says. */
  readonly says: string;
  readonly schema: JsonSchema;
}

/** A field whose data nobody could know from the file: `object`, `unknown`, `any`, an index signature, an optional field. */
export class NotSpelledOut extends Error {}

/**
 * The events that a file declares (exported types with a literal `type` and a `data`), in the order of the file, and the schema of
 * the data of each.
 *
 * @throws NotSpelledOut when a field, however deep, and wherever its type is declared, is not spelled to the leaf
 */
export function eventsDeclaredIn(program: ts.Program, file: string): DeclaredEvent[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${file} is not part of the program`);
  return source.statements.filter(ts.isTypeAliasDeclaration).flatMap((alias) => {
    if (!ts.isTypeLiteralNode(alias.type)) return []; // the union of the file
    const declared = checker.getTypeAtLocation(alias);
    const type = fieldOf(declared, 'type');
    const data = fieldOf(declared, 'data');
    if (!type || !data || !(type.flags & ts.TypeFlags.StringLiteral)) return [];
    const name = (type as ts.StringLiteralType).value;
    const symbol = checker.getSymbolAtLocation(alias.name);
    const says = symbol ? commentOf(symbol) : '';
    return [{ type: name, says, schema: schemaOf(data, name) }];
  });

  function commentOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll('\n', ' ');
  }

  function fieldOf(of: ts.Type, name: string): ts.Type | undefined {
    const symbol = of.getProperty(name);
    return symbol && checker.getTypeOfSymbol(symbol);
  }

  function schemaOf(of: ts.Type, place: string): JsonSchema {
    if (of.isUnion()) return schemaOfUnion(of.types, place);
    const { flags } = of;
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.StringLiteral) return { type: 'string', enum: [(of as ts.StringLiteralType).value] };
    if (flags & ts.TypeFlags.NumberLiteral) return { type: 'number', enum: [(of as ts.NumberLiteralType).value] };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    const element = checker.isArrayType(of) ? checker.getTypeArguments(of as ts.TypeReference)[0] : undefined;
    if (element) return { type: 'array', items: schemaOf(element, `${place}[]`) };
    if (!(flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || checker.getIndexInfosOfType(of).length > 0)
      throw new NotSpelledOut(`${place} is ${checker.typeToString(of)}`);
    return schemaOfObject(of, place);
  }

  function schemaOfObject(of: ts.Type, place: string): JsonSchema {
    const fields = of.getProperties();
    if (fields.length === 0) throw new NotSpelledOut(`${place} is ${checker.typeToString(of)}`);
    const properties = fields.map((field): [string, JsonSchema] => {
      const at = `${place}.${field.name}`;
      if (field.flags & ts.SymbolFlags.Optional) throw new NotSpelledOut(`${at} comes and goes`);
      const says = commentOf(field);
      const schema = schemaOf(checker.getTypeOfSymbol(field), at);
      return [field.name, says === '' ? schema : { description: says, ...schema }];
    });
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      required: properties.map(([name]) => name),
      additionalProperties: false,
    };
  }

  /** `null` and literals are gathered; what is left of several objects is any of them. */
  function schemaOfUnion(types: readonly ts.Type[], place: string): JsonSchema {
    const all = types.map((one) => schemaOf(one, place));
    const nullable = all.some(({ type }) => type === 'null');
    const others = merged(all.filter(({ type }) => type !== 'null'));
    const [only] = others;
    if (only === undefined || others.length > 1) return { anyOf: nullable ? [...others, { type: 'null' }] : others };
    if (!nullable) return only;
    return {
      ...only,
      type: [only.type as string, 'null'],
      ...(only.enum && { enum: [...only.enum, null] }),
    };
  }

  function merged(schemas: readonly JsonSchema[]): JsonSchema[] {
    const literals = new Map<string, (string | number | boolean | null)[]>();
    const others: JsonSchema[] = [];
    for (const schema of schemas) {
      const type = schema.type as string;
      if (schema.enum) literals.set(type, [...(literals.get(type) ?? []), ...schema.enum]);
      else if (!(type === 'boolean' && others.some((other) => other.type === 'boolean'))) others.push(schema);
    }
    return [...[...literals].map(([type, values]) => ({ type, enum: values.sort() })), ...others];
  }
}
