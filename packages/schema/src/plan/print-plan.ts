import type { Dimension, OrderTerm } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { fetchesOf } from './fetches-of.ts';
import type { Fetch, GroupsFetch, Keys, Page, Plan, Range } from './plan.ts';
import { printCondition } from './print-condition.ts';

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
  const conditions = [printKeys(keys), printCondition(fetch.condition), ...rangesOf(fetch).map(printRange)];
  const given = conditions.filter((condition) => condition !== '');
  const where = given.length === 0 ? '' : ` where ${given.join(' and ')}`;
  return `${name} ${table} from ${cluster} via ${route}: ${printKind(fetch)} ${relation}${where}${printRest(fetch)}`;
}

function rangesOf(fetch: Fetch): readonly Range[] {
  if (fetch.kind === 'rows') return fetch.page?.ranges ?? [];
  return 'ranges' in fetch ? fetch.ranges : [];
}

function printKind(fetch: Fetch): string {
  switch (fetch.kind) {
    case 'rows':
      return 'rows of';
    case 'exists':
      return 'any of';
    case 'count':
      return 'number of';
    case 'keys':
      return `each ${fetch.column} of`;
    case 'figures':
      return `${fetch.figures.map(({ name }) => name).join(', ')}${fetch.by === undefined ? '' : ` by ${fetch.by}`} of`;
    case 'groups':
      return `${fetch.figures.map(({ name }) => name).join(', ')} by ${fetch.dimensions.map(printDimension).join(', ')} of`;
    default:
      return assertNever(fetch);
  }
}

function printDimension(dimension: Dimension): string {
  return dimension.kind === 'related' ? `${dimension.relation}.${dimension.relatedColumn}` : dimension.fact;
}

/** How groups by another table's columns come about. */
function printRelated({ related }: GroupsFetch): string {
  if (related === undefined) return '';
  const { relation, from, method } = related;
  if (method.kind === 'parts') return `, by ${from} put together with ${relation}`;
  const sent = method.by === 'key' ? `keys of ${relation}` : `numbered keys of ${relation}`;
  const few = method.mayBeFew ? 'where rows are few or ' : 'where ';
  return `, by ${sent} sent along (${few}${relation} are too many: by ${from})`;
}

/** What follows the condition: which groups, which of the rows, in which order. */
function printRest(fetch: Fetch): string {
  switch (fetch.kind) {
    case 'rows':
      return fetch.page === undefined ? '' : printPage(fetch.page);
    case 'groups':
      return `${printRelated(fetch)}, order ${printOrder(fetch.order)}, limit ${fetch.limit}`;
    case 'keys': {
      const ranges = fetch.having.map(({ figure, comparison, value }) => {
        const { aggregate, column } = figure;
        return `${aggregate}${column === undefined ? '' : ` ${column}`} ${comparison} ${value}`;
      });
      const all = ranges.join(' and ');
      const about = fetch.estimate === undefined ? '' : `, about ${fetch.estimate.rows} of ${fetch.estimate.of} rows`;
      return `${ranges.length === 0 ? '' : ` having ${fetch.negated ? `not (${all})` : all}`}${about}`;
    }
    case 'figures':
    case 'exists':
    case 'count':
      return '';
    default:
      return assertNever(fetch);
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
  const values = position.order.map(({ column, value }) => `${column} ${value ?? 'null'}`).join(', ');
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
    case 'steps': {
      const first = method.few === undefined ? '' : `all keys where ${method.few.name} are few, else `;
      return `${head}, ${first}in steps of ${method.sizes.join(', ')} until ${limit} are found, then by all keys`;
    }
    case 'guess':
      return `${head}, limit ${limit}: of the first ${method.size}, by statistics, else planned again without`;
    case 'top':
      return `${head}, limit ${limit}: of the ${method.take} keys with the highest ${method.lookup.column}, else of all`;
    case 'related':
      return `${head}, limit ${limit}: of the first ${method.sizes.join(', ')} of ${method.lookup.relation}, else of all`;
    default:
      return assertNever(method);
  }
}

function printOrder(order: readonly OrderTerm[]): string {
  return order.map(({ column, direction }) => `${column} ${direction}`).join(', ');
}
