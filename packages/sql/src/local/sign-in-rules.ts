import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveTo, type ServerUser } from './server-user.ts';

/** Where a server listens beside TCP, and whom it lets in. */
export type SignInFiles = { readonly socketDir: string; readonly hbaFile: string };

/**
 * Over TCP a password is asked for. Whoever may enter the folder of the Unix socket is trusted: that is the emulator in front of the
 * server, which has checked a token by then, or a standby, since the folder is open to the server's own user (and root) alone.
 */
const rules = `local all all trust
local replication all trust
host all all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
`;

/** Addresses of Unix sockets hold 108 bytes on Linux and 104 on macOS, the last of them a NUL. */
const maxSocketPath = 103;

/**
 * Writes the rules of a server whose folder is `dir`, which only its own user may enter, and makes room for its socket: in that
 * folder, or, where its path is too long for a socket, in a new one of the system's temporary folder.
 */
export async function writeSignInFiles(dir: string, user: ServerUser | undefined): Promise<SignInFiles> {
  const hbaFile = join(dir, 'pg_hba.conf');
  await writeFile(hbaFile, rules);
  await giveTo(user, hbaFile);
  if (Buffer.byteLength(socketPath(dir, 65_535)) <= maxSocketPath) {
    const left = (await readdir(dir)).filter((name) => name.startsWith('.s.PGSQL.'));
    await Promise.all(left.map((name) => rm(join(dir, name), { force: true })));
    return { socketDir: dir, hbaFile };
  }
  const socketDir = await mkdtemp(join(tmpdir(), 'causeway-'));
  await giveTo(user, socketDir);
  return { socketDir, hbaFile };
}

/** Removes a folder that was made for the socket alone. */
export async function removeSocketFolder({ socketDir }: SignInFiles, dir: string): Promise<void> {
  if (socketDir !== dir) await rm(socketDir, { recursive: true, force: true });
}

/** The Unix socket of the server of that port. */
export function socketPath(socketDir: string, port: number): string {
  return join(socketDir, `.s.PGSQL.${port}`);
}
