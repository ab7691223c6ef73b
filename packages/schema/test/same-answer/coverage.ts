import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Variables } from '../support/ask.ts';

/** Takes down what operations ask for, so that a test can say that nothing of a schema was left out. */
export type Coverage = {
  readonly note: (document: string, variables: Variables) => void;
  /** The fields of types, the fields of filters and the values of enums that no operation had. */
  readonly missing: () => readonly string[];
};

export function coverageOf(schema: GraphQLSchema): Coverage {
  const asked = new Set<string>();
  const words = new Set<string>();
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return {
    note(document, variables) {
      const info = new TypeInfo(schema);
      const node = parse(document);
      visit(
        node,
        visitWithTypeInfo(info, {
          Field: () => void asked.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`),
        }),
      );
      // Values may stand in the document or in the variables: the words are enough to see that they occur.
      for (const [word] of `${document} ${JSON.stringify(variables)}`.matchAll(/\w+/g)) words.add(word);
    },
    missing: () =>
      types.flatMap((type) => {
        if (isObjectType(type)) {
          return Object.keys(type.getFields())
            .map((field) => `${type.name}.${field}`)
            .filter((field) => !asked.has(field));
        }
        const names = isInputObjectType(type)
          ? Object.keys(type.getFields())
          : isEnumType(type)
            ? type.getValues().map(({ name }) => name)
            : [];
        return names.filter((name) => !words.has(name)).map((name) => `${type.name}.${name}`);
      }),
  };
}
