import { collectSubFields, getArgumentValues } from '@graphql-tools/utils';
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { Access } from '../access/access.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type FieldMeaning, meaningOf } from './field-meaning.ts';

/** What reading a selection needs at hand: the operation (schema, fragments, variables), what its tables are, and who asks. */
export type Reading = { readonly info: GraphQLResolveInfo; readonly catalog: Catalog; readonly access: Access };

/** A field that was asked for, its response key, and the nodes (several where selections merge) that ask for it. */
export type AskedField = {
  readonly key: string;
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly meaning: FieldMeaning | undefined;
  readonly nodes: readonly FieldNode[];
};

/** The fields that are asked of values of `type` below `nodes`: merged, fragments and directives resolved, `__typename` left to graphql-js. */
export function readSubFields(reading: Reading, type: GraphQLObjectType, nodes: readonly FieldNode[]): AskedField[] {
  const { schema, fragments, variableValues } = reading.info;
  return askedFields(type, collectSubFields(schema, fragments, variableValues, type, [...nodes]).fields);
}

function askedFields(type: GraphQLObjectType, collected: ReadonlyMap<string, readonly FieldNode[]>): AskedField[] {
  const known = type.getFields();
  return [...collected].flatMap(([key, nodes]) => {
    const name = nodes[0]?.name.value;
    const field = name === undefined ? undefined : known[name];
    return name === undefined || field === undefined
      ? []
      : [{ key, name, field, meaning: meaningOf(field.extensions), nodes }];
  });
}

/** The arguments of a field, variables put in and defaults filled. Their types hold: graphql-js has checked them. */
export function readArguments(reading: Reading, { field, nodes }: AskedField): Readonly<Record<string, unknown>> {
  const [node] = nodes;
  return node === undefined ? {} : getArgumentValues(field, node, reading.info.variableValues);
}

/** The object type of a field, whatever lists and non-nulls it is wrapped in. */
export function objectTypeOf(field: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`Field ${field.name} is not of an object type`);
  return type;
}
