import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** A place in the arguments where a value from outside comes in. */
export type Door = {
  /** The fields from Query down to the one with the argument. */
  readonly fields: readonly Step[];
  readonly argument: GraphQLArgument;
  /** The input fields from the argument down to the value; none where the argument itself is the value. */
  readonly inputs: readonly GraphQLInputField[];
  readonly type: GraphQLLeafType;
  /** As messages name it: `user.orders.where.total.eq`. */
  readonly path: string;
  /** What the value is compared with or means: the same for all doors that lead to one place, `OrderFilter.total.eq`. */
  readonly place: string;
};

type Step = { readonly parent: GraphQLObjectType; readonly field: GraphQLField<unknown, unknown> };

type InputPath = readonly GraphQLInputField[];

/**
 * Every door below Query. From each argument every field of every input type is gone through once, by the shortest way, with all
 * operators of a column.
 */
export function findDoors(schema: GraphQLSchema): readonly Door[] {
  return fieldsBelow(schema).flatMap((fields) =>
    (fields.at(-1)?.field.args ?? []).flatMap((argument) =>
      waysInto(argument).map((inputs) => doorOf(fields, argument, inputs)),
    ),
  );
}

function doorOf(fields: readonly Step[], argument: GraphQLArgument, inputs: InputPath): Door {
  const names = [...fields.map(({ field }) => field.name), argument.name, ...inputs.map(({ name }) => name)];
  const last = fields.at(-1);
  const [column, operator] = inputs.slice(-2);
  const owner = (inputs.at(-3) ?? argument).type;
  const type = getNamedType((inputs.at(-1) ?? argument).type);
  if (!isLeafType(type)) throw new Error(`${names.join('.')} takes no value`);
  return {
    fields,
    argument,
    inputs,
    type,
    path: names.join('.'),
    place:
      operator === undefined
        ? `${last?.parent.name}.${last?.field.name}.${[argument, ...inputs].map(({ name }) => name).join('.')}`
        : `${getNamedType(owner).name}.${column?.name}.${operator.name}`,
  };
}

/** The shortest way to each field with arguments. */
function fieldsBelow(schema: GraphQLSchema): readonly (readonly Step[])[] {
  const query = schema.getQueryType();
  if (query == null) throw new Error('The schema has no Query');
  const ways = new Map<GraphQLObjectType, readonly Step[]>([[query, []]]);
  const found: (readonly Step[])[] = [];
  // What is added on the way is gone through as well.
  for (const [parent, way] of ways) {
    for (const field of Object.values(parent.getFields())) {
      const type = getNamedType(field.type);
      const steps = [...way, { parent, field }];
      if (field.args.length > 0) found.push(steps);
      if (isObjectType(type) && !ways.has(type)) ways.set(type, steps);
    }
  }
  return found;
}

function waysInto({ type }: GraphQLArgument): readonly InputPath[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [[]];
  const ways = waysToTypes(named);
  const all = [...ways].flatMap(([reached, way]) =>
    fieldsOf(reached).flatMap((field) => endings(field).map((ending) => [...way, ...ending])),
  );
  return [...new Map(all.map((way) => [way.map(({ name }) => name).join('.'), way])).values()];
}

/** From a field to values: to each that its type has itself, or to the nearest. */
function endings(field: GraphQLInputField): readonly InputPath[] {
  const type = getNamedType(field.type);
  if (!isInputObjectType(type)) return [[field]];
  const values = fieldsOf(type).filter(isValue);
  if (values.length > 0) return values.map((value) => [field, value]);
  for (const [reached, way] of waysToTypes(type)) {
    const nearest = fieldsOf(reached).find(isValue);
    if (nearest !== undefined) return [[field, ...way, nearest]];
  }
  throw new Error(`${type.name} leads to no value`);
}

/** The shortest way to each input type within one. */
function waysToTypes(type: GraphQLInputObjectType): ReadonlyMap<GraphQLInputObjectType, InputPath> {
  const ways = new Map<GraphQLInputObjectType, InputPath>([[type, []]]);
  for (const [reached, way] of ways) {
    for (const field of fieldsOf(reached)) {
      const inner = getNamedType(field.type);
      if (isInputObjectType(inner) && !ways.has(inner)) ways.set(inner, [...way, field]);
    }
  }
  return ways;
}

function fieldsOf(type: GraphQLInputObjectType): readonly GraphQLInputField[] {
  return Object.values(type.getFields());
}

function isValue({ type }: GraphQLInputField): boolean {
  return isLeafType(getNamedType(type));
}
