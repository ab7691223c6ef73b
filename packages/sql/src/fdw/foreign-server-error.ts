/** The hub's foreign servers could not be brought to the wanted state; nothing was changed. Says which step failed, and why. */
export class ForeignServerError extends Error {
  override readonly name = 'ForeignServerError';
  readonly code = 'FOREIGN_SERVERS';
}
