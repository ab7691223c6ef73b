import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';

/**
 * What the cases are asked of: the sample, and what it lacks. User 1001 has no orders, order 30001 belongs to a user who is
 * gone; both are older than all others, so that they come last where the newest come first.
 */
export async function createCaseDatabases(): Promise<TestDatabases> {
  const databases = await createTestDatabases({ data: 'sample' });
  await sql`
    insert into users (email, name, country, tier, created_at, updated_at)
    values ('without-orders@example.com', 'User without orders', 'DE', 'pro', '2023-01-01Z', '2023-01-01Z')`.execute(
    databases.admin('users'),
  );
  await sql`
    insert into orders (user_id, status, total, created_at, updated_at)
    values (900000, 'paid', 999.99, '2023-01-01Z', '2023-01-01Z')`.execute(databases.admin('orders'));
  return databases;
}
