import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cursorAfter } from './cursor-after.ts';
import type { Ask, Variables } from './gateway.ts';

/** Hand-written SQL for an operation. Several may compete; the fastest counts. */
export type Candidate = { readonly name: string; readonly text: string };

/** One line of the table: an operation of the gateway, and its rivals. */
export type Operation = {
  /** The file's name, without `.graphql`. */
  readonly name: string;
  /** What it asks, in a few words. */
  readonly title: string;
  readonly document: string;
  readonly candidates: readonly Candidate[];
  /** What the operation's variables are, found before the clock runs. */
  readonly variables: (ask: Ask) => Promise<Variables>;
};

type Entry = Pick<Operation, 'name' | 'title'> & Partial<Pick<Operation, 'variables'>>;

const entries: readonly Entry[] = [
  { name: 'newest-orders-of-a-country', title: 'Newest 20 orders of users in DE' },
  { name: 'newest-orders-of-a-rare-country', title: 'Newest 20 orders of users in IS (3 users)' },
  {
    name: 'users-with-a-recent-cancelled-order',
    title: 'ENTERPRISE users in JP with a cancelled order in the last 30 days',
  },
  { name: 'users-with-many-delivered-orders', title: 'Users with 10 or more delivered orders, by total' },
  { name: 'top-users-by-delivered-revenue', title: 'Top 10 users by delivered revenue' },
  { name: 'revenue-by-country-and-status', title: 'Revenue by country and status' },
  { name: 'revenue-by-month', title: 'Revenue by month' },
  { name: 'sales-by-category-and-country', title: 'Sales by category and country' },
  {
    name: 'thousandth-page',
    title: "The 1,000th page of a user's 10,205 orders",
    variables: async (ask) => ({ after: await cursorAfter(ask, 'User:1', 9_990) }),
  },
  { name: 'last-page', title: 'The last page of them' },
];

const folder = join(import.meta.dirname, 'operations');

/** Reads the operations: `<name>.graphql`, and `<name>.<candidate>.sql` for each rival. */
export async function readOperations(): Promise<readonly Operation[]> {
  const files = (await readdir(folder)).sort();
  return await Promise.all(
    entries.map(async ({ name, title, variables = async () => ({}) }) => {
      const rivals = files.filter((file) => file.startsWith(`${name}.`) && file.endsWith('.sql'));
      if (rivals.length === 0) throw new Error(`The operation "${name}" has no ${name}.<candidate>.sql beside it.`);
      const candidates = rivals.map(async (file) => ({
        name: basename(file, '.sql').slice(name.length + 1),
        text: await read(file),
      }));
      const document = await read(`${name}.graphql`);
      return { name, title, document, variables, candidates: await Promise.all(candidates) };
    }),
  );
}

async function read(file: string): Promise<string> {
  return await readFile(join(folder, file), 'utf8');
}
