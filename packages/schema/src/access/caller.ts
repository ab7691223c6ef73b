import { createHash } from 'node:crypto';
import { CausewayError } from '../errors.ts';

/** Who asks, and what it may. */
export type Caller = {
  /** Says who it is, for logs and rate limits: how it signed in, a colon, its name there. */
  readonly name: string;
  /** What it may do beside reading what everybody may. */
  readonly scopes: ReadonlySet<string> | 'all';
  /** What row rules restrict it by; a claim that is not there restricts nothing, an empty one lets nothing be seen. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** The same text for callers with the same rights, and for no others: what one of them was answered may be given to the other. */
  readonly rightsKey: string;
};

/** A caller; the order of its scopes and of its claims' values does not matter. */
export function createCaller(
  name: string,
  scopes: readonly string[] | 'all',
  claims: Readonly<Record<string, readonly string[]>>,
): Caller {
  const given = scopes === 'all' ? scopes : new Set(scopes);
  const rights = [
    given === 'all' ? given : [...given].sort(),
    Object.entries(claims)
      .map(([claim, values]) => [claim, [...new Set(values)].sort()])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ];
  const rightsKey = createHash('sha256').update(JSON.stringify(rights)).digest('base64url');
  return { name, scopes: given, claims, rightsKey };
}

/** Everybody, where nobody is asked who it is: all scopes, all rows. */
export const anybody: Caller = createCaller('anybody', 'all', {});

export function hasScope({ scopes }: Caller, scope: string): boolean {
  return scopes === 'all' || scopes.has(scope);
}

/** @throws FORBIDDEN where the caller lacks the scope. `what` begins the message: `users.where.email`. */
export function requireScope(caller: Caller, scope: string, what: string): void {
  if (hasScope(caller, scope)) return;
  throw new CausewayError('FORBIDDEN', `${what} needs the scope ${scope}, which these credentials do not have`, {
    extensions: { scope },
  });
}
