import pg from 'pg';
import type { Secret } from '../secret.ts';
import type { Endpoint } from '../topology/topology.ts';

/** Works in one session of the superuser `postgres` with a server itself, past the emulator in front of it. */
export async function asSuperuser<Result>(
  { host, port }: Endpoint,
  password: Secret,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    host,
    port,
    user: 'postgres',
    database: 'postgres',
    password: () => password.reveal(),
    ssl: false,
    connectionTimeoutMillis: 10_000,
  });
  // What breaks between two statements fails the next one, and that is enough.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
