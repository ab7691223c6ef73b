import type { OrderTerm } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { fetchesOf } from './fetches-of.ts';
import type { Fetch, Keys, Page, Plan, Range } from './plan.ts';

/**
 * A plan as stable text: one fetch a line, indented below the fetch whose rows give its keys.
 *
 * @example
 * Query.user
 *   f1 users from users via hub: rows of users where id = 42
 *     f2 orders from orders via foreign: rows of orders.orders where user_id = f1.id, order created_at desc, id desc, limit 6
 */
export function printPlan(plan: Plan): string {
  return [plan.field, ...fetchesOf(plan).map((fetch) => `${'  '.repeat(depthOf(fetch.keys))}${printFetch(fetch)}`)]
    .map((line) => `${line}\n`)
    .join('');
}

function depthOf(keys: Keys): number {
  return keys.kind === 'parent' || keys.kind === 'bind' ? depthOf(keys.parent.keys) + 1 : 1;
}

function printFetch(fetch: Fetch): string {
  const { name, table, cluster, route, relation, keys } = fetch;
  const page = fetch.kind === 'rows' ? fetch.page : undefined;
  const ranges = fetch.kind === 'rows' ? (page?.ranges ?? []) : fetch.ranges;
  const conditions = [printKeys(keys), ...ranges.map(printRange)].filter((condition) => condition !== '');
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return `${name} ${table} from ${cluster} via ${route}: ${printKind(fetch)} ${relation}${where}${page === undefined ? '' : printPage(page)}`;
}

function printKind({ kind }: Fetch): string {
  switch (kind) {
    case 'rows':
      return 'rows of';
    case 'exists':
      return 'any of';
    case 'count':
      return 'number of';
    default:
      return assertNever(kind);
  }
}

function printKeys(keys: Keys): string {
  switch (keys.kind) {
    case 'all':
      return '';
    case 'values':
      return `${keys.column} = ${keys.values.length === 1 ? keys.values[0] : `any of ${keys.values.length} values`}`;
    case 'parent':
      return `${keys.column} = ${keys.parent.name}.${keys.parentColumn}`;
    case 'bind':
      return `${keys.column} = any of ${keys.parent.name}.${keys.parentColumn}`;
    default:
      return assertNever(keys);
  }
}

function printRange({ kind, position }: Range): string {
  const values = position.order.map(({ column, value }) => `${column} ${value}`).join(', ');
  return kind === 'after' ? `after (${values})` : `up to (${values})`;
}

function printPage({ order, limit, method }: Page): string {
  const head = `, order ${printOrder(order)}`;
  switch (method.kind) {
    case 'limit':
      return `${head}, limit ${limit}`;
    case 'ranked':
      return `${head}, ${method.rank} <= ${limit}`;
    case 'window':
      return `${head}, first ${limit} of each ${method.by} ranked on the hub`;
    default:
      return assertNever(method);
  }
}

function printOrder(order: readonly OrderTerm[]): string {
  return order.map(({ column, direction }) => `${column} ${direction}`).join(', ');
}
