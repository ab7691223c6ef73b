import type { Ask } from './gateway.ts';

const document = `query Skip($user: ID!, $first: Int!, $after: String) {
  user(id: $user) { orders(first: $first, after: $after) { pageInfo { endCursor } } }
}`;

/** Rows a page at most. */
const pageRows = 500;

/** The cursor of a user's order number `skipped`, reached as a client reaches it: page by page. */
export async function cursorAfter(ask: Ask, user: string, skipped: number): Promise<string> {
  let after: string | null = null;
  for (let left = skipped; left > 0; left -= pageRows) {
    const { data } = JSON.parse(await ask(document, { user, first: Math.min(left, pageRows), after }));
    after = data.user.orders.pageInfo.endCursor;
  }
  if (after === null) throw new Error(`${user} has no orders.`);
  return after;
}
