import type { GraphQLField } from 'graphql';
import { meaningOf } from '../selection/field-meaning.ts';
import { DEFAULT_GROUPS, DEFAULT_SIZE, isSize } from '../selection/read-page.ts';

/** The values of a field's arguments, as they came from outside. */
export type Arguments = ReadonlyMap<string, unknown>;

/**
 * The most rows that a field gives for one parent; undefined where it is no list. A size that cannot be counts as none: reading the
 * selection refuses it, and says so better.
 */
export function pageRows(field: GraphQLField<unknown, unknown> | undefined, args: Arguments): number | undefined {
  switch (field && meaningOf(field.extensions)?.kind) {
    case 'connection':
    case 'tableConnection':
      return sizeOf(args.get('last') ?? args.get('first') ?? DEFAULT_SIZE);
    case 'breakdown':
      return sizeOf(args.get('first') ?? DEFAULT_GROUPS);
    case 'nodesByIds':
      return idsOf(args).length;
    default:
      return undefined;
  }
}

/** Whether a field is made of all rows that it is about, however few it shows. */
export function isAggregate(field: GraphQLField<unknown, unknown> | undefined): boolean {
  switch (field && meaningOf(field.extensions)?.kind) {
    case 'breakdown':
    case 'tableFigures':
    case 'figures':
    case 'totalCount':
      return true;
    default:
      return false;
  }
}

/** The ids of a field that takes a list of them; empty for all other fields. */
export function idsAskedOf(field: GraphQLField<unknown, unknown> | undefined, args: Arguments): readonly unknown[] {
  return field && meaningOf(field.extensions)?.kind === 'nodesByIds' ? idsOf(args) : [];
}

function idsOf(args: Arguments): readonly unknown[] {
  const ids = args.get('ids');
  return Array.isArray(ids) ? ids : [];
}

function sizeOf(value: unknown): number {
  return isSize(value) ? value : 0;
}
