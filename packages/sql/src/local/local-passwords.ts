import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Secret } from '../secret.ts';

const shape = z.strictObject({ postgres: z.string(), gateway: z.string(), fdw_reader: z.string() });

/** The passwords of the local clusters' logins: generated once, kept with the data they open. */
export type LocalPasswords = { readonly [login in keyof z.infer<typeof shape>]: Secret };

/** Reads the passwords of a state folder, or generates them and keeps them in a file that only its owner may read. */
export async function keepPasswords(stateDir: string): Promise<LocalPasswords> {
  const file = join(stateDir, 'passwords.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return toSecrets(parse(file, kept));
  const made = { postgres: generate(), gateway: generate(), fdw_reader: generate() };
  await writeFile(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return toSecrets(made);
}

function parse(file: string, text: string): z.infer<typeof shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // The cause is left out: a JSON error quotes the text, which holds passwords.
    throw new Error(`${file} is damaged, and without it the local clusters cannot be opened: begin anew with --fresh.`);
  }
}

function generate(): string {
  return randomBytes(24).toString('base64url');
}

function toSecrets({ postgres, gateway, fdw_reader }: z.infer<typeof shape>): LocalPasswords {
  return { postgres: new Secret(postgres), gateway: new Secret(gateway), fdw_reader: new Secret(fdw_reader) };
}
