import type { LimitName } from './operation-limits.ts';
import { UNCOUNTABLE } from './size.ts';

/** For each limit: what there is too much of, after the place and the count, and what to do. */
const TEXTS: Readonly<Record<LimitName, { readonly what: string; readonly remedy: string }>> = {
  depth: {
    what: 'levels of fields within each other',
    remedy: 'Ask for the inner levels in an operation of their own, by id.',
  },
  fields: {
    what: 'fields, aliases and repeated fragments counted',
    remedy: 'Split it into several operations.',
  },
  rows: {
    what: 'rows in its pages, multiplied down the tree',
    remedy: 'Give first or last smaller values, on the inner lists above all.',
  },
  values: {
    what: 'values in its pages: fields times rows',
    remedy: 'Ask for fewer fields, or for smaller pages.',
  },
  aggregates: {
    what: 'breakdowns, statistics and total counts',
    remedy: 'Group by several dimensions at once, or ask in several operations.',
  },
  ids: { what: 'ids', remedy: 'Ask for them in several operations.' },
  listLength: {
    what: 'elements in one list',
    remedy: 'Split the list over several operations, or filter by what its elements have in common.',
  },
  filterDepth: { what: 'filters within each other', remedy: 'Write the filter flatter.' },
  filterFields: {
    what: 'fields in its filters',
    remedy: 'Put values that are compared alike into one in, or split the operation.',
  },
  relatedFilters: {
    what: 'filters on related rows',
    remedy: 'Put what is asked of the same rows into one filter, or split the operation.',
  },
  textLength: { what: 'characters in one text', remedy: 'Send a shorter text.' },
  argumentLength: {
    what: "characters in its arguments' values, each use of a variable counted",
    remedy: 'Send fewer values, or split the operation.',
  },
};

/**
 * What is said where a limit is passed: where, how much of what, the maximum, and what to do.
 *
 * @example "The operation has 501 fields, aliases and repeated fragments counted; at most 500 are allowed. Split it …"
 */
export function limitText(name: LimitName, value: number, maximum: number, place: string): string {
  const { what, remedy } = TEXTS[name];
  const count = value === UNCOUNTABLE ? `more than ${value - 1}` : String(value);
  return `${place} has ${count} ${what}; at most ${maximum} are allowed. ${remedy}`;
}
