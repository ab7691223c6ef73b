/** What to tell of something that was thrown. Several addresses of one host fail with an error that has no message of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('\n');
  return error instanceof Error ? error.message : String(error);
}
