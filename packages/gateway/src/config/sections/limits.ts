import { defaultLimits, type LimitName } from '@causeway/schema';
import { z } from 'zod';
import { whole } from '../kind.ts';
import { option } from '../option.ts';

const maximum = (name: LimitName, about: string) =>
  option(whole(1, 1_000_000_000), { fallback: defaultLimits[name], about: `${about}, at most` });

/** The most that one operation may ask for, by the names of the limits; docs/limits.md says how each is counted. */
export const limits = z.strictObject({
  depth: maximum('depth', 'levels of fields within each other'),
  fields: maximum('fields', 'fields, aliases counted'),
  rows: maximum('rows', 'rows in all pages'),
  values: maximum('values', 'values in all rows'),
  aggregates: maximum('aggregates', 'breakdowns, statistics and total counts'),
  ids: maximum('ids', 'ids in one argument'),
  listLength: maximum('listLength', 'elements in one list'),
  filterDepth: maximum('filterDepth', 'filters within each other'),
  filterFields: maximum('filterFields', 'fields of all filters'),
  relatedFilters: maximum('relatedFilters', 'filters on related rows'),
  textLength: maximum('textLength', 'characters in one text'),
  argumentLength: maximum('argumentLength', "characters in all arguments' values"),
});
