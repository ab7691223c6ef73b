import type { Change } from './change.ts';
import { diffOptions } from './diff-options.ts';
import type { ForeignTableState, PresentView, WantedView } from './foreign-state.ts';
import { normalizeViewDefinition, viewDefinition } from './view-definition.ts';
import { ownerRole } from './wanted.ts';

/** A foreign table or view by its place. */
type Relation = { readonly schema: string; readonly name: string };

function sameRelation(one: Relation, other: Relation): boolean {
  return one.schema === other.schema && one.name === other.name;
}

/** What to drop and what to make, for two places of the list: views go before tables and come after them. */
type RelationChanges<Drop extends Change> = { readonly drops: readonly Drop[]; readonly creates: readonly Change[] };

/** Foreign tables: those with other columns or another server are made anew, others keep their statistics. Pure. */
export function diffTables(
  wanted: readonly ForeignTableState[],
  present: readonly ForeignTableState[],
): RelationChanges<Extract<Change, { kind: 'drop-table' }>> {
  const drops = present.flatMap((table) => {
    const target = wanted.find((other) => sameRelation(other, table));
    const because = target === undefined ? unwanted(table) : tableDifference(target, table);
    return because === undefined
      ? []
      : [{ kind: 'drop-table' as const, schema: table.schema, name: table.name, because }];
  });
  const creates = wanted.flatMap((table): readonly Change[] => {
    const { schema, name } = table;
    const other = present.find((candidate) => sameRelation(candidate, table));
    if (other === undefined || drops.some((drop) => sameRelation(drop, table))) {
      return [{ kind: 'create-table', table }];
    }
    const options = diffOptions(table.options, other.options);
    return options.length === 0 ? [] : [{ kind: 'set-table-options', schema, name, options }];
  });
  return { drops, creates };
}

/** Views: one that differs is made anew, and so is one that reads a foreign table which is dropped. Pure. */
export function diffViews(
  wanted: readonly WantedView[],
  present: readonly PresentView[],
  droppedTables: readonly Relation[],
): RelationChanges<Extract<Change, { kind: 'drop-view' }>> {
  const drops = present.flatMap((view) => {
    const target = wanted.find((other) => sameRelation(other, view));
    const because = target === undefined ? unwanted(view) : viewDifference(target, view, droppedTables);
    return because === undefined ? [] : [{ kind: 'drop-view' as const, schema: view.schema, name: view.name, because }];
  });
  const creates = wanted
    .filter(
      (view) => !present.some((other) => sameRelation(other, view)) || drops.some((drop) => sameRelation(drop, view)),
    )
    .map((view): Change => ({ kind: 'create-view', view }));
  return { drops, creates };
}

/** Somebody else's relation in our schema is not ours to drop. */
function unwanted({ owner }: { readonly owner: string }): string | undefined {
  return owner === ownerRole ? 'it is not wanted' : undefined;
}

function tableDifference(wanted: ForeignTableState, present: ForeignTableState): string | undefined {
  if (wanted.server !== present.server) {
    return `its server is ${present.server} instead of ${wanted.server}`;
  }
  const differing = [
    ...wanted.columns.flatMap((column) => {
      const other = present.columns.find(({ name }) => name === column.name);
      if (other === undefined) {
        return [`column ${column.name} is missing`];
      }
      const [is, should] = [columnText(other), columnText(column)];
      return is === should ? [] : [`column ${column.name} is ${is} instead of ${should}`];
    }),
    ...present.columns
      .filter((column) => !wanted.columns.some(({ name }) => name === column.name))
      .map((column) => `column ${column.name} is not wanted`),
  ];
  const sameOrder = wanted.columns.every((column, index) => column.name === present.columns[index]?.name);
  if (differing.length === 0 && !sameOrder) {
    return 'its columns have another order';
  }
  return differing.length === 0 ? undefined : differing.join(', ');
}

function columnText({ type, notNull }: ForeignTableState['columns'][number]): string {
  return notNull ? `${type} not null` : type;
}

function viewDifference(
  wanted: WantedView,
  present: PresentView,
  droppedTables: readonly Relation[],
): string | undefined {
  const should = normalizeViewDefinition(viewDefinition(wanted.source, wanted.columns), wanted.source.name);
  const is = normalizeViewDefinition(present.definition, wanted.source.name);
  if (is !== should) {
    return `its query is "${is}"`;
  }
  if (present.settings.length > 0) {
    return `it has the settings ${present.settings.join(', ')}`;
  }
  return droppedTables.some((table) => sameRelation(table, wanted.source))
    ? 'its foreign table is made anew'
    : undefined;
}
