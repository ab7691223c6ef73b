import type { TestDatabases } from '@causeway/sql/testing';
import { type ExecutionResult, graphql, parse, print } from 'graphql';
import { type Access, anybody, buildSchema, domainAccess, type RequestContext } from '../../src/index.ts';

export const schema = buildSchema();

/** All scopes, all rows. */
export const openAccess: Access = { caller: anybody, rules: domainAccess };

export type Variables = Readonly<Record<string, unknown>>;

/** Asks the schema over the pair's hub, as the gateway does; what comes back is plain JSON. */
export async function ask(
  { hub }: Pick<TestDatabases, 'hub'>,
  source: string,
  variables: Variables = {},
  context: Partial<RequestContext> = {},
): Promise<ExecutionResult> {
  const result = await graphql({
    schema,
    source,
    variableValues: variables,
    contextValue: { hub, access: openAccess, ...context },
  });
  return JSON.parse(JSON.stringify(result));
}

/** The same, of an operation that has to be answered without errors; gives its data. */
export async function answerOf(
  databases: Pick<TestDatabases, 'hub'>,
  source: string,
  variables: Variables = {},
): Promise<Json> {
  const { data, errors } = await ask(databases, source, variables);
  if (errors !== undefined || data == null) throw new Error(`${print(parse(source))}\n${JSON.stringify(errors)}`);
  return new Json(data);
}

/** JSON whose parts are reached by name, so that a test reads like the document it sends. */
export class Json {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** The part at a path of names and indexes; undefined where there is none. */
  at(...path: readonly (string | number)[]): unknown {
    return path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      this.value,
    );
  }

  /** The list at a path, each element as Json. */
  list(...path: readonly (string | number)[]): readonly Json[] {
    const value = this.at(...path);
    if (!Array.isArray(value)) throw new Error(`No list at ${path.join('.')}`);
    return value.map((element) => new Json(element));
  }
}
