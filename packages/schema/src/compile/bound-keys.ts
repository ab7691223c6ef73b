import { type RawBuilder, sql } from 'kysely';
import type { Figure } from '../catalog/catalog.ts';
import { columnsIn, membersOf, ownPart } from '../plan/condition-parts.ts';
import type { KeysFetch, PlannedCondition } from '../plan/plan.ts';
import { compileCondition } from './condition.ts';
import type { Cte } from './cte.ts';
import { groupedKeys } from './grouped-keys.ts';
import { where } from './where.ts';

/** A set of rows at hand: a CTE on the hub. */
export type Block = string;

/**
 * The rows of a block that meet a condition: for each thing that the condition asks of another table, that table is asked with
 * the block's keys alone.
 */
export function checkBlock(
  block: Block,
  condition: PlannedCondition,
  nextName: () => string = namesWithin(block),
): { readonly ctes: readonly Cte[]; readonly condition: RawBuilder<unknown> | undefined } {
  const asked = membersOf(condition).filter((member) => !isRowOfHub(member.keys));
  const names = new Map(asked.map((member) => [member, nextName()]));
  return {
    ctes: [...names].flatMap(([member, name]) => boundKeys(name, member.keys, block, member.column, nextName)),
    condition: compileCondition(condition, (member) => {
      const name = names.get(member);
      return name === undefined ? hasRow(member.keys, block, member.column) : amongKeys(member.column, name);
    }),
  };
}

/** Whether a key is a row of the hub's own, of which nothing is asked that is not its own. */
function isRowOfHub({ route, unique, condition, having }: KeysFetch): boolean {
  return route === 'hub' && unique && having.length === 0 && membersOf(condition).length === 0;
}

/** Whether the row of that key is there and meets the condition: a look into an index for each row of the block. */
function hasRow(keys: KeysFetch, block: Block, column: string): RawBuilder<unknown> {
  const conditions = [sql`${sql.ref(keys.column)} = ${sql.ref(`${block}.${column}`)}`, ownOnly(keys.condition)];
  return sql`((select true from ${sql.table(keys.relation)}${where(conditions)}) is true)`;
}

/** Numbers what is asked for a block, however deep it nests: names that grew with the depth would be cut after 63 bytes, to the same. */
function namesWithin(block: Block): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${block}_k${count}`;
  };
}

/**
 * Whether a value is among the keys of a CTE, looked up in a hash. As a plain IN it would become a join, for which PostgreSQL
 * picks a nested loop: it takes every CTE over a foreign scan for a few rows.
 */
function amongKeys(column: string, keys: string): RawBuilder<unknown> {
  return sql`((${sql.ref(column)} in (select "key" from ${sql.table(keys)})) is true)`;
}

/** Keeps a query from running, and another cluster from being asked, where the block has no rows. */
function unlessEmpty(query: RawBuilder<unknown>, block: Block): RawBuilder<unknown> {
  return sql`select * from (${query}) as "asked" where (select count(*) from ${sql.table(block)}) > 0`;
}

/**
 * The keys of a fetch that are among a block's `column`, as the CTE `name`. Where the keys' own condition asks something of
 * further tables, their rows are a block themselves.
 */
function boundKeys(
  name: string,
  keys: KeysFetch,
  block: Block,
  column: string,
  nextName: () => string,
): readonly Cte[] {
  const bound = sql`${sql.ref(keys.column)} = any(array(select distinct ${sql.ref(column)} from ${sql.table(block)}))`;
  const own = ownPart(keys.condition);
  if (membersOf(keys.condition).length === 0) {
    const query = groupedKeys(keys, keys.relation, where([bound, ownOnly(own)]));
    return [{ name, materialized: true, query: unlessEmpty(query, block) }];
  }
  const rows = `${name}_rows`;
  const columns = new Set([
    keys.column,
    ...columnsIn(keys.condition),
    ...keys.having.flatMap(({ figure }) => columnOf(figure)),
  ]);
  const list = sql.join([...columns].map((needed) => sql.ref(needed)));
  const taken = sql`select ${list} from ${sql.table(keys.relation)}${where([bound, ownOnly(own)])}`;
  const check = checkBlock(rows, keys.condition, nextName);
  return [
    {
      name: rows,
      materialized: true,
      query: unlessEmpty(taken, block),
    },
    ...check.ctes,
    { name, materialized: true, query: groupedKeys(keys, rows, where([check.condition])) },
  ];
}

function columnOf({ column }: Figure): readonly string[] {
  return column === undefined ? [] : [column];
}

/** A condition that asks nothing of other tables. */
export function ownOnly(condition: PlannedCondition): RawBuilder<unknown> | undefined {
  return compileCondition(condition, ({ column }) => {
    throw new Error(`The condition on ${column} asks something of another table`);
  });
}
