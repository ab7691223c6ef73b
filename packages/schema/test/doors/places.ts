import {
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Every place in a schema where a value from outside may stand: arguments of fields, and fields of input objects. */
export function placesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return new Set(
    types.flatMap((type) => {
      if (isInputObjectType(type)) return Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields()).flatMap((field) =>
        field.args.map((argument) => `${type.name}.${field.name}(${argument.name}:)`),
      );
    }),
  );
}

/** The places that a document fills. What stands in variables is not seen. */
export function placesIn(schema: GraphQLSchema, document: string): ReadonlySet<string> {
  const places = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      [Kind.ARGUMENT]: ({ name }) =>
        void places.add(`${info.getParentType()}.${info.getFieldDef()?.name}(${name.value}:)`),
      [Kind.OBJECT_FIELD]: ({ name }) => {
        const around = info.getParentInputType();
        if (around != null) places.add(`${getNamedType(around)}.${name.value}`);
      },
    }),
  );
  return places;
}
