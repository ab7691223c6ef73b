import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files by name; `undefined` leaves one out. */
export type CsvFiles = Readonly<Record<string, string | Buffer | undefined>>;

/** A small import in which everything is right. */
export const goodFiles = {
  'users.csv': 'id,email,name,country\n1,ada@example.com,Ada,GB\n7,bob@example.com,Bob,DE\n',
  'products.csv': 'id,sku,name,category,price\n1,S-1,Tea,drinks,2.50\n',
  'orders.csv': 'id,user_id,status,total,idempotency_key\n5,7,paid,5.00,k1\n6,1,pending,0,\n',
  'order_items.csv': 'id,order_id,product_id,quantity,unit_price\n9,5,1,2,2.50\n',
} satisfies CsvFiles;

/** A folder with the good files, some of them replaced; removed when disposed. */
export async function writeCsvFolder(files: CsvFiles = {}): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'causeway-csv-'));
  for (const [name, content] of Object.entries({ ...goodFiles, ...files })) {
    if (content !== undefined) await writeFile(join(dir, name), content);
  }
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}
