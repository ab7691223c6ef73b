import { type Catalog, relationOf, tableOf } from '../catalog/catalog.ts';
import { type AccessRules, claimsOf, type RowRule } from './access-rules.ts';
import { type Caller, hasScope, requireScope } from './caller.ts';

/** Who asks, and the rules that it is held to. */
export type Access = { readonly caller: Caller; readonly rules: AccessRules };

export function mayReadColumn({ caller, rules }: Access, table: string, column: string): boolean {
  const scope = rules[table]?.columns?.[column];
  return scope === undefined || hasScope(caller, scope);
}

/** @throws FORBIDDEN where the caller lacks the scope of a column. */
export function requireColumn({ caller, rules }: Access, table: string, column: string, what: string): void {
  const scope = rules[table]?.columns?.[column];
  if (scope !== undefined) requireScope(caller, scope, what);
}

/** @throws FORBIDDEN where the caller may not read a table at all. */
export function requireTable({ caller, rules }: Access, catalog: Catalog, table: string): void {
  const scope = rules[table]?.read;
  if (scope !== undefined) requireScope(caller, scope, `Reading ${tableOf(catalog, table).type}`);
}

/** Whether there are rows of any table that a row rule hides from the caller. */
export function isRestricted({ caller, rules }: Access): boolean {
  return claimsOf(rules).some((claim) => caller.claims[claim] !== undefined);
}

/** The row rules that restrict this caller: none where it has no claim that they speak of. */
export function restrictionsOf(access: Access, catalog: Catalog, table: string): readonly RowRule[] {
  return (access.rules[table]?.rows ?? []).filter((rule) =>
    rule.kind === 'claim'
      ? access.caller.claims[rule.claim] !== undefined
      : restrictionsOf(access, catalog, relationOf(tableOf(catalog, table), rule.relation).to).length > 0,
  );
}
