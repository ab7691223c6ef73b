import { type Answer, ask } from './ask.ts';
import { OrdersPageDocument, type OrdersPageQuery, UserWithOrdersDocument } from './generated/graphql.ts';

// `--trusted` for a gateway that takes the documents of generated/persisted-documents.json alone.
const [, , url = 'http://localhost:4000/graphql', flag] = process.argv;
const options = { trusted: flag === '--trusted' };

const { data, errors } = await ask(url, UserWithOrdersDocument, { id: 'User:42', orders: 2 }, options);
for (const { message, extensions } of errors ?? []) process.stderr.write(`${extensions.code}: ${message}\n`);
if (data?.user != null) {
  process.stdout.write(`${data.user.name}, ${data.user.country}\n`);
  for (const { id, status, total } of data.user.orders?.nodes ?? []) {
    process.stdout.write(`  ${id} ${status} ${total}\n`);
  }
}

// Page by page, as a table that is scrolled does it.
let after: string | null = null;
for (let page = 1; page <= 2; page += 1) {
  const { data: orders }: Answer<OrdersPageQuery> = await ask(url, OrdersPageDocument, { after }, options);
  for (const { id, user } of orders?.orders?.nodes ?? []) {
    process.stdout.write(`page ${page}: ${id} of ${user?.name ?? 'a user who is gone'}\n`);
  }
  after = orders?.orders?.pageInfo.endCursor ?? null;
}
