import { type GraphQLInputField, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';

/** What a field of a filter asks. The Pothos plugin writes it on the input field, reading the condition finds it there. */
export type FilterMeaning =
  | { readonly kind: 'and' | 'or' | 'not' }
  /** A condition on the row's global id. */
  | { readonly kind: 'globalId' }
  | { readonly kind: 'column'; readonly column: string }
  /** A condition on the one row that a relation leads to. */
  | { readonly kind: 'related'; readonly relation: string }
  /** A condition on the rows that a relation leads to. */
  | { readonly kind: 'list'; readonly relation: string }
  /** Ranges of the figures over the rows that a relation leads to. */
  | { readonly kind: 'stats'; readonly relation: string }
  /** Inside `stats`: the rows that count. */
  | { readonly kind: 'statsWhere' }
  /** Inside `stats`: the range of one figure. */
  | { readonly kind: 'statsFigure'; readonly figure: string };

/** The key under which it stands in a field's `extensions`. */
const KEY = 'causeway';

/** The extensions of an input field that means `meaning`. */
export function filterExtensions(meaning: FilterMeaning): { readonly [KEY]: FilterMeaning } {
  return { [KEY]: meaning };
}

declare module 'graphql' {
  // The library's own interface, opened so that what the plugin writes is what reading the condition finds.
  interface GraphQLInputFieldExtensions {
    [KEY]?: FilterMeaning;
  }
}

/** What an input field asks; a field that says nothing is a fault of the program. */
export function filterMeaningOf(field: GraphQLInputField): FilterMeaning {
  const meaning = field.extensions[KEY];
  if (meaning === undefined) throw new Error(`Input field ${field.name} is none of the planner's`);
  return meaning;
}

/** Whether a type is a filter, of rows or of figures: its fields say what they ask. */
export function isFilterType(type: GraphQLInputObjectType): boolean {
  const known = filterTypes.get(type);
  if (known !== undefined) return known;
  const isFilter = Object.values(type.getFields()).some(({ extensions }) => extensions[KEY] !== undefined);
  filterTypes.set(type, isFilter);
  return isFilter;
}

/**
 * Whether an input field holds a filter on rows of another table, or on figures over them: each makes a fetch of keys. `some` and
 * `none` are such fields; the list of rows around them is not.
 */
export function isOfRelatedRows(field: GraphQLInputField | undefined): boolean {
  if (field === undefined) return false;
  const meaning = field.extensions[KEY];
  if (meaning !== undefined) return meaning.kind === 'related' || meaning.kind === 'stats';
  const type = getNamedType(field.type);
  return isInputObjectType(type) && isFilterType(type);
}

// Asked of every object in a variable: without it a megabyte of them takes twice as long.
const filterTypes = new WeakMap<GraphQLInputObjectType, boolean>();
