import type { FatalError } from './server-messages.ts';

/** Who asked for which session, as far as messages name it. */
export type SessionRequest = { readonly user: string; readonly database: string; readonly clientAddress: string };

/** What RDS answers to a token that it does not take, whatever is wrong with it. The reason stands in the server's log only. */
export function pamFailure({ user }: Pick<SessionRequest, 'user'>): FatalError {
  return { code: '28000', message: `PAM authentication failed for user "${user}"` };
}

/** What RDS answers to a plain-text connection where `rds.force_ssl` is on, as it is by default from PostgreSQL 15. */
export function plainTextRefusal({ user, database, clientAddress }: SessionRequest): FatalError {
  const message = `no pg_hba.conf entry for host "${clientAddress}", user "${user}", database "${database}", no encryption`;
  return { code: '28000', message };
}

/** Of a client that breaks the protocol. */
export function protocolViolation(because: string): FatalError {
  return { code: '08P01', message: because };
}

/** Of a client that took too long to sign in. */
export const signInTimeout: FatalError = { code: '57014', message: 'canceling authentication due to timeout' };

/** Of a server behind the emulator that does not take connections. */
export const serverUnavailable: FatalError = {
  code: '57P03',
  message: 'the database system is not accepting connections',
};
