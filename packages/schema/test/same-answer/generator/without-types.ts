import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { type GraphQLNamedType, type GraphQLSchema, type GraphQLType, getNamedType } from 'graphql';

/** The schema without the types whose names begin with one of these, and without the fields and filters of such types. */
export function withoutTypes(schema: GraphQLSchema, names: readonly string[]): GraphQLSchema {
  const isLeftOut = ({ name }: GraphQLNamedType) => names.some((left) => name.startsWith(left));
  const leaveOut = <Field extends { readonly type: GraphQLType }>(field: Field) =>
    isLeftOut(getNamedType(field.type)) ? null : field;
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => (isLeftOut(type) ? null : type),
    [MapperKind.OBJECT_FIELD]: leaveOut,
    [MapperKind.INPUT_OBJECT_FIELD]: leaveOut,
  });
}
