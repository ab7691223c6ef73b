import { type GraphQLInputFieldMap, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { isFilterType, isOfRelatedRows } from '../selection/filter-meaning.ts';
import { plus } from './size.ts';

/** How large the value of an argument is. */
export type ValueSize = {
  /** Elements of its longest list. */
  readonly listLength: number;
  /** UTF-16 units of its longest text. */
  readonly textLength: number;
  /** Filters within each other. */
  readonly filterDepth: number;
  /** Fields that are given in filters; a filter without any counts as one. */
  readonly filterFields: number;
  /** Filters on rows of other tables, or on figures over them; `some` and `none` are one each. */
  readonly relatedFilters: number;
  /** Characters of all its values; lists, objects and empty texts count as one. */
  readonly argumentLength: number;
};

/** Sizes that are known already: a variable's value is walked once, however often it is used. */
export type KnownValues = WeakMap<object, ValueSize>;

const NOTHING: ValueSize = {
  listLength: 0,
  textLength: 0,
  filterDepth: 0,
  filterFields: 0,
  relatedFilters: 0,
  argumentLength: 0,
};

/** Measures a value as it came from outside: whether it fits its type is not known yet. Null is as if it were not given. */
export function measureValue(value: unknown, type: GraphQLInputType | undefined, known: KnownValues): ValueSize {
  return measure(value, type, known, false);
}

/** `inFilter`: the value stands inside a filter, so that its fields count as a filter's. */
function measure(value: unknown, type: GraphQLInputType | undefined, known: KnownValues, inFilter: boolean): ValueSize {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value !== 'object') {
    const { length } = String(value);
    return { ...NOTHING, textLength: typeof value === 'string' ? length : 0, argumentLength: length + 1 };
  }
  const before = known.get(value);
  if (before !== undefined) return before;
  const size = Array.isArray(value)
    ? measureList(value, type, known, inFilter)
    : measureObject(value, type, known, inFilter);
  known.set(value, size);
  return size;
}

function measureList(
  elements: readonly unknown[],
  type: GraphQLInputType | undefined,
  known: KnownValues,
  inFilter: boolean,
): ValueSize {
  const size = together(elements.map((element) => measure(element, type, known, inFilter)));
  return { ...size, listLength: Math.max(size.listLength, elements.length) };
}

function measureObject(
  object: object,
  type: GraphQLInputType | undefined,
  known: KnownValues,
  inFilter: boolean,
): ValueSize {
  const named = type && getNamedType(type);
  // Neither knows the names that every object has.
  const fields: GraphQLInputFieldMap = isInputObjectType(named) ? named.getFields() : Object.create(null);
  const isFilter = isInputObjectType(named) && isFilterType(named);
  const entries = Object.entries(object).filter(([, value]) => value !== undefined && value !== null);
  const size = together(
    entries.map(([name, value]) => measure(value, fields[name]?.type, known, inFilter || isFilter)),
  );
  const own = isFilter ? Math.max(entries.length, 1) : inFilter ? entries.length : 0;
  const related = entries.filter(([name]) => isOfRelatedRows(fields[name])).length;
  return {
    ...size,
    filterDepth: size.filterDepth + (isFilter ? 1 : 0),
    filterFields: plus(size.filterFields, own),
    relatedFilters: plus(size.relatedFilters, related),
  };
}

/** The parts of a list or of an object, as one. */
function together(parts: readonly ValueSize[]): ValueSize {
  return {
    listLength: max(parts, ({ listLength }) => listLength),
    textLength: max(parts, ({ textLength }) => textLength),
    filterDepth: max(parts, ({ filterDepth }) => filterDepth),
    filterFields: parts.reduce((sum, { filterFields }) => plus(sum, filterFields), 0),
    relatedFilters: parts.reduce((sum, { relatedFilters }) => plus(sum, relatedFilters), 0),
    argumentLength: parts.reduce((sum, { argumentLength }) => plus(sum, argumentLength), 1),
  };
}

function max(parts: readonly ValueSize[], of: (part: ValueSize) => number): number {
  return parts.reduce((most, part) => Math.max(most, of(part)), 0);
}
