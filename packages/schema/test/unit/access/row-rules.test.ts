import { type GraphQLNamedType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type AccessRules, defineAccess } from '../../../src/access/access-rules.ts';
import { createCaller } from '../../../src/access/caller.ts';
import { relationOf, tableOf } from '../../../src/catalog/catalog.ts';
import { domainCatalog } from '../../../src/catalog/domain.ts';
import { domainAccess } from '../../../src/catalog/domain-access.ts';
import { buildSchema, printPlan } from '../../../src/index.ts';
import { meaningOf, tableNameOf } from '../../../src/selection/field-meaning.ts';
import { plansOf } from '../../support/plans-of.ts';

/** The plan of one root field, for a caller with these claims. */
function planOf(document: string, claims: Readonly<Record<string, readonly string[]>>, rules = domainAccess): string {
  return plansOf(document, { caller: createCaller('test', 'all', claims), rules })
    .map(printPlan)
    .join('');
}

const germans = { countries: ['DE'] };

describe('what a row rule costs', () => {
  test('nothing where rows are reached from rows that may be seen: ranked views serve on', () => {
    const document =
      '{ users(first: 5) { nodes { orders(first: 2) { nodes { items(first: 1) { nodes { id } } } } } } }';
    const [free, bound] = [planOf(document, {}), planOf(document, germans)];
    expect(bound).toContain('where country in (DE)');
    expect(bound.replace(' where country in (DE)', '')).toBe(free);
    expect(free.match(/_by_/g)).toHaveLength(2);
  });

  test('a fetch of keys where rows are reached by themselves', () => {
    expect(planOf('{ orderStats { count } }', {})).not.toContain('users');
    const bound = planOf('{ orderStats { count } }', germans);
    expect(bound).toContain('each id of users where country in (DE)');
    expect(bound).toMatch(/of orders\.orders where user_id in f\d/);
  });

  test('a caller without the claim has the plan that it has without any rule', () => {
    const document = '{ orders(first: 3, orderBy: [{field: USER_NAME}]) { totalCount nodes { user { id } } } }';
    expect(planOf(document, { planets: ['Mars'] })).toBe(planOf(document, germans, {}));
  });
});

test('values of claims that no text can hold are of no row, and restrict all the same', () => {
  const document = '{ users(first: 1) { nodes { id } } }';
  expect(planOf(document, { countries: ['DE', 'A\0', '\ud800'] })).toBe(planOf(document, germans));
  expect(planOf(document, { countries: ['\0'] })).toBe(planOf(document, { countries: [] }));
  expect(planOf(document, { countries: [] })).not.toBe(planOf(document, {}));
});

describe('rules that cannot hold are refused', () => {
  const rules = (tables: Parameters<typeof defineAccess<(typeof domainCatalog)['tables']>>[1]) => () =>
    defineAccess(domainCatalog, tables);

  test('through many rows', () => {
    expect(rules({ users: { rows: [{ kind: 'through', relation: 'orders' }] } })).toThrow(/through many rows/);
  });

  test('of rows that facts hold without saying which', () => {
    const own = { kind: 'claim', claim: 'quantities', column: 'quantity' } as const;
    expect(rules({ order_items: { rows: [own] } })).toThrow(/no key of "order_items"/);
  });
});

describe('the rules of the sample', () => {
  const schema = buildSchema();
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);

  test('hide no row that a visible one has to show: a field that is never null leads to rows that its own are seen through', () => {
    const leads = types.flatMap((type) => requiredRelations(type));
    expect(leads).toContain('order_items.order');
    const open = leads.filter((name) => {
      const [table = '', relation = ''] = name.split('.');
      const { to } = relationOf(tableOf(domainCatalog, table), relation);
      return isRestricted(domainAccess, to) && !isSeenThrough(domainAccess, table, relation);
    });
    expect(open).toEqual([]);
  });

  test('need scopes for columns that may be null', () => {
    for (const type of types) {
      const columns = domainAccess[tableNameOf(type.extensions) ?? '']?.columns ?? {};
      for (const field of Object.values(type.getFields())) {
        const meaning = meaningOf(field.extensions);
        if (meaning?.kind === 'column' && columns[meaning.column] !== undefined) {
          expect(isNonNullType(field.type), `${type.name}.${field.name}`).toBe(false);
        }
      }
    }
  });
});

/** `table.relation` of each field that gives the one row of a relation, and never null. */
function requiredRelations(type: GraphQLNamedType): readonly string[] {
  const table = isObjectType(type) ? tableNameOf(type.extensions) : undefined;
  if (table === undefined || !isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const meaning = meaningOf(field.extensions);
    return meaning?.kind === 'record' && isNonNullType(field.type) ? [`${table}.${meaning.relation}`] : [];
  });
}

function isRestricted(rules: AccessRules, table: string): boolean {
  return (rules[table]?.rows ?? []).length > 0;
}

function isSeenThrough(rules: AccessRules, table: string, relation: string): boolean {
  return (rules[table]?.rows ?? []).some((rule) => rule.kind === 'through' && rule.relation === relation);
}
