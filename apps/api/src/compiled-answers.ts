import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Exclude<NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string], { $ref: string }>;
type Referred = Schema | { readonly $ref: string };

/** What is asked so often that writing its answer counts: by method and address, the view that is answered. */
const compiled: Readonly<Record<string, string>> = {
  'GET /subjects/:uscc/status': 'CreditStatusView',
  'POST /persons/status': 'CreditStatusView',
};

/** As much of a Fastify route as it takes. */
export interface Route {
  readonly method: string | readonly string[];
  readonly url: string;
  schema?: { response?: unknown };
}

/**
 * Gives the routes of which many answers are asked their view as a schema, from which Fastify compiles a writer that knows every field
 * beforehand. Answers with another status are written as before: they may be problems. What the schema does not name is not
 * written: `compiled-answers.spec.ts` sees to it that a view names everything.
 */
export const compiledAnswers =
  (document: OpenAPIObject) =>
  (route: Route): void => {
    const view = compiled[`${String(route.method)} ${route.url}`];
    if (view !== undefined) route.schema = { ...route.schema, response: { 200: answerSchemaOf(document, view) } };
  };

/** The schema of a view, with what it refers to in its place. */
export function answerSchemaOf({ components }: OpenAPIObject, view: string): Schema {
  const schemas = components?.schemas ?? {};
  const whole = (referred: Referred): Schema => {
    const found = '$ref' in referred ? schemas[referred.$ref.replace('#/components/schemas/', '')] : referred;
    if (!found) throw new Error(`${view} refers to a schema that there is not: ${JSON.stringify(referred)}`);
    if ('$ref' in found) return whole(found);
    const { type, nullable, items, properties, required } = found;
    return {
      ...(type !== undefined && { type }),
      ...(nullable !== undefined && { nullable }),
      ...(items && { items: whole(items) }),
      ...(required && { required }),
      ...(properties && {
        properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, whole(one)])),
      }),
    };
  };
  return whole({ $ref: `#/components/schemas/${view}` });
}
