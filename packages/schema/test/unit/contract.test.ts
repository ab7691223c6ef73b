import { existsSync, readFileSync } from 'node:fs';
import {
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  buildSchema as parseSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildSchema } from '../../src/index.ts';

const contractFile = new URL('../../../../../shared/contract.graphql', import.meta.url);
const missing = !existsSync(contractFile);
const why = 'the contract is not beside the checkout';

// The contract is what clients rely on: what stands there is as it says; fields, types and optional arguments may be added.
describe('what stands in the contract', () => {
  const contract = missing ? undefined : parseSchema(readFileSync(contractFile, 'utf8'));
  const schema = buildSchema();
  const shared = Object.values(schema.getTypeMap()).filter(
    ({ name }) => !name.startsWith('__') && contract?.getType(name) !== undefined,
  );

  test('is met by every type that the domain has', (context) => {
    context.skip(missing, why);
    expect(shared.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['User', 'Order', 'OrderItem', 'Product', 'UserConnection', 'PageInfo', 'Node', 'Query']),
    );
  });

  test.each(shared.map((type) => [type.name, type] as const))('%s has the same members', (name, type) => {
    const wanted = contract?.getType(name);
    if (wanted === undefined) throw new Error(`${name} is not in the contract`);
    const offered = members(type);
    for (const [member, text] of members(wanted)) {
      expect(offered.get(member), `${name}.${member}`).toBe(text);
      offered.delete(member);
    }
    // What is added may not have to be given: clients that know the contract alone do not give it.
    const added = [...offered].filter(([member]) => isInputObjectType(type) || member.includes('('));
    expect(added.filter(([, text]) => text.endsWith('! = undefined'))).toEqual([]);
  });
});

/** Each member of a type as one text: a field's type, an argument's, an enum's value. */
function members(type: GraphQLNamedType): Map<string, string> {
  if (isEnumType(type)) return new Map(type.getValues().map(({ name }) => [name, name]));
  if (isInputObjectType(type)) {
    return new Map(
      Object.values(type.getFields()).map((field) => [field.name, `${field.type} = ${field.defaultValue}`]),
    );
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return new Map();
  const interfaces = type.getInterfaces().map(({ name }): [string, string] => [`implements ${name}`, name]);
  return new Map([...interfaces, ...Object.values(type.getFields()).flatMap(fieldMembers)]);
}

function fieldMembers(field: GraphQLField<unknown, unknown>): [string, string][] {
  const args = field.args.map(({ name, type, defaultValue }): [string, string] => [
    `${field.name}(${name})`,
    `${type} = ${defaultValue}`,
  ]);
  return [[field.name, String(field.type)], ...args];
}
