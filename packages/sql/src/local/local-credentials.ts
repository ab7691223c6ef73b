import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../secret.ts';
import type { KnownCredentials } from './rds-iam-emulator/verify-token.ts';

/** The region that tokens for local clusters are signed for. No cloud has one of that name. */
export const localRegion = 'local-1';

/** Signing credentials that only the local clusters know, in a file that the AWS SDK and its command line read. */
export type LocalCredentials = {
  readonly file: string;
  readonly find: (accessKeyId: string) => KnownCredentials | undefined;
};

/** Reads the credentials of a state folder, or generates them and keeps them in a file that only its owner may read. */
export async function keepCredentials(stateDir: string): Promise<LocalCredentials> {
  const file = join(stateDir, 'aws-credentials');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const { accessKeyId, secretAccessKey } = kept === undefined ? await generate(file) : parse(file, kept);
  const known: KnownCredentials = { secretAccessKey: new Secret(secretAccessKey) };
  return { file, find: (id) => (id === accessKeyId ? known : undefined) };
}

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

async function generate(file: string): Promise<Credentials> {
  const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString('base64');
  const text = `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return { accessKeyId, secretAccessKey };
}

function parse(file: string, text: string): Credentials {
  const [, accessKeyId, secretAccessKey] =
    /^aws_access_key_id = (\S+)\naws_secret_access_key = (\S+)$/m.exec(text) ?? [];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error(`${file} is damaged: remove it, and the next start makes another.`);
  }
  return { accessKeyId, secretAccessKey };
}
