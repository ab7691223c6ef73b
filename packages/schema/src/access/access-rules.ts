import { type Catalog, relationOf, tableOf } from '../catalog/catalog.ts';

/** Which rows of a table a caller may see. */
export type RowRule =
  /** Those whose column holds one of the values of the caller's claim. */
  | { readonly kind: 'claim'; readonly claim: string; readonly column: string }
  /** Those that lead, by a relation to one row, to a row which the caller may see; so none that leads nowhere. */
  | { readonly kind: 'through'; readonly relation: string };

/** What is needed to read a table. */
export type TableAccess = {
  /** All of them hold, for callers that have the claims. Rows of tables without a rule are everybody's. */
  readonly rows?: readonly RowRule[];
  /** Scopes that columns need: to be shown, filtered, ordered and grouped by. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The scope that any use of the table needs. */
  readonly read?: string;
};

/** Who may read what, by the names of tables. */
export type AccessRules = Readonly<Record<string, TableAccess>>;

/** Rules for tables of a catalog whose names the compiler checks. */
type CheckedRules<Tables extends Catalog['tables']> = {
  readonly [Name in keyof Tables]?: {
    readonly rows?: readonly (
      | { readonly kind: 'claim'; readonly claim: string; readonly column: keyof Tables[Name]['columns'] & string }
      | { readonly kind: 'through'; readonly relation: keyof Tables[Name]['relations'] & string }
    )[];
    readonly columns?: { readonly [Column in keyof Tables[Name]['columns']]?: string };
    readonly read?: string;
  };
};

/**
 * Declares who may read what of a catalog.
 *
 * @example defineAccess(catalog, { users: { rows: [{ kind: 'claim', claim: 'countries', column: 'country' }] } })
 */
export function defineAccess<Tables extends Catalog['tables']>(
  catalog: Catalog<Tables>,
  rules: CheckedRules<Tables>,
): AccessRules {
  const access = Object.fromEntries(
    Object.entries<CheckedRules<Tables>[keyof Tables]>(rules).map(([name, table]): [string, TableAccess] => [
      name,
      { ...table, columns: definedOf(table?.columns ?? {}) },
    ]),
  );
  for (const name of Object.keys(catalog.tables)) checkTable(catalog, access, name, []);
  return access;
}

/** The same rules, with scopes that reading needs: by GraphQL types, as configuration names them. */
export function withReadScopes(
  catalog: Catalog,
  rules: AccessRules,
  scopes: Readonly<Record<string, string>>,
): AccessRules {
  const added = Object.entries(scopes).map(([type, read]): [string, TableAccess] => {
    const name = Object.keys(catalog.tables).find((table) => tableOf(catalog, table).type === type);
    if (name === undefined || catalog.tables[name]?.breakdown !== undefined) {
      throw new Error(
        `There is no type "${type}" whose rows are read: name one of ${readableTypes(catalog).join(', ')}`,
      );
    }
    return [name, { ...rules[name], read }];
  });
  return { ...rules, ...Object.fromEntries(added) };
}

/** The GraphQL types whose reading may need a scope: those of tables, not of groups. */
export function readableTypes({ tables }: Catalog): readonly string[] {
  return Object.values(tables).flatMap(({ type, breakdown }) => (breakdown === undefined ? [type] : []));
}

/** The claims that row rules speak of, each once. */
export function claimsOf(rules: AccessRules): readonly string[] {
  const all = Object.values(rules).flatMap(({ rows = [] }) => rows);
  return [...new Set(all.flatMap((rule) => (rule.kind === 'claim' ? [rule.claim] : [])))];
}

function definedOf(columns: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, scope]) => (scope === undefined ? [] : [[column, scope] as const])),
  );
}

/** Refuses rules that lead through each other in a circle or to many rows, and rules that facts could not be held to. */
function checkTable(catalog: Catalog, access: AccessRules, name: string, above: readonly string[]): void {
  if (above.includes(name)) throw new Error(`Row rules lead in a circle: ${[...above, name].join(', ')}`);
  const table = tableOf(catalog, name);
  for (const rule of access[name]?.rows ?? []) {
    if (rule.kind === 'claim') continue;
    const { to, cardinality } = relationOf(table, rule.relation);
    if (cardinality === 'many') throw new Error(`Rows of "${name}" cannot be seen through many rows of "${to}"`);
    checkTable(catalog, access, to, [...above, name]);
  }
  const { breakdown } = table;
  if (breakdown === undefined) return;
  const known = [breakdown.of, ...Object.keys(breakdown.holds)];
  for (const [held, column] of Object.entries(breakdown.holds)) {
    for (const rule of access[held]?.rows ?? []) {
      const through = rule.kind === 'through' ? relationOf(tableOf(catalog, held), rule.relation).to : undefined;
      if (column === null && (through === undefined || !known.includes(through))) {
        throw new Error(`The facts of "${name}" have no key of "${held}", whose row rule they could not be held to`);
      }
    }
  }
}
