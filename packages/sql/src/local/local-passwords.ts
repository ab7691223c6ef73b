import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Secret } from '../secret.ts';

const shape = z.object({ postgres: z.string() });

/**
 * Reads the superuser's password from a state folder, or generates it and keeps it in a file that only its owner may read. The
 * servers themselves ask for it, behind the emulators, where nobody but the start and `psql` of this machine goes.
 */
export async function keepPassword(stateDir: string): Promise<Secret> {
  const file = join(stateDir, 'passwords.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return new Secret(parse(file, kept).postgres);
  const made = { postgres: randomBytes(24).toString('base64url') };
  await writeFile(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return new Secret(made.postgres);
}

function parse(file: string, text: string): z.infer<typeof shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // The cause is left out: a JSON error quotes the text, which holds passwords.
    throw new Error(`${file} is damaged, and without it the local clusters cannot be opened: begin anew with --fresh.`);
  }
}
