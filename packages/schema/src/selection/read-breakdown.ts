import { type Breakdown, tableOf } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import { type AskedField, type Reading, readArguments } from './read-fields.ts';
import { readRequest } from './read-order.ts';
import { DEFAULT_GROUPS, readSize } from './read-page.ts';
import { readRecord } from './read-record.ts';
import { readWhere } from './read-where.ts';
import { requireGroups } from './required-columns.ts';
import type { BreakdownSelection } from './selection.ts';

/** Reads which groups are asked for; `tableName` is the table of the groups. Refuses dimensions and orders that do not go together. */
export function readBreakdown(reading: Reading, asked: AskedField, tableName: string): BreakdownSelection {
  const args = readArguments(reading, asked);
  const { breakdown } = tableOf(reading.catalog, tableName);
  if (breakdown === undefined) throw new Error(`Table "${tableName}" is no breakdown`);
  const path = asked.key;
  const by = readDimensions(breakdown, args['by'], path);
  requireGroups(reading, breakdown, by, path);
  const [order] = readRequest(args['orderBy']);
  if (order?.by === PERIOD && !by.some((name) => breakdown.dimensions[name]?.kind === 'period')) {
    throw badInput(`${path}.orderBy: PERIOD needs one of DAY, WEEK and MONTH in by`);
  }
  return {
    by,
    where: readWhere(reading, asked, breakdown.of, args, path),
    ...(order === undefined ? {} : { order }),
    first: readSize(args['first'], `${path}.first`) ?? DEFAULT_GROUPS,
    record: readRecord(reading, asked, path),
  };
}

const PERIOD = 'PERIOD';

function readDimensions(breakdown: Breakdown, value: unknown, path: string): readonly string[] {
  const by = (Array.isArray(value) ? value : []).map(String);
  if (by.length === 0) throw badInput(`${path}.by: name at least one dimension`);
  if (new Set(by).size < by.length) throw badInput(`${path}.by: each dimension at most once`);
  if (by.filter((name) => breakdown.dimensions[name]?.kind === 'period').length > 1) {
    throw badInput(`${path}.by: at most one of DAY, WEEK and MONTH`);
  }
  return by;
}
