import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const entryShape = z.object({
  timestamp: z.string(),
  error_severity: z.string(),
  message: z.string(),
  detail: z.string().optional(),
  hint: z.string().optional(),
});

/** The file that takes a server's output until its log collector runs; why a server did not start often stands only there. */
export function startLog(clusterDir: string): string {
  return join(clusterDir, 'start.log');
}

/** Keeps the log of the last run beside the new one's, and drops what is older: logs never grow over many starts. */
export async function rotateLog(dataDir: string): Promise<void> {
  const log = join(dataDir, 'log');
  const previous = join(dataDir, 'log.previous');
  if (!(await stat(log).catch(() => undefined))) return;
  await rm(previous, { recursive: true, force: true });
  await rename(log, previous);
}

/** The last lines that a server wrote, from its output and its log, for the message of a failed start. */
export async function lastLogLines(clusterDir: string, dataDir: string, count = 15): Promise<readonly string[]> {
  const output = await readFile(startLog(clusterDir), 'utf8').catch(() => '');
  const started = output.split('\n').filter((line) => line !== '' && !line.includes('log output'));
  return [...started, ...(await logged(join(dataDir, 'log')))].slice(-count);
}

async function logged(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').flatMap(readEntry))
    .toSorted((a, b) => a.timestamp.localeCompare(b.timestamp))
    .flatMap(({ timestamp, error_severity, message, detail, hint }) => [
      `${timestamp} ${error_severity}:  ${message}`,
      ...(detail === undefined ? [] : [`DETAIL:  ${detail}`]),
      ...(hint === undefined ? [] : [`HINT:  ${hint}`]),
    ]);
}

/** One line of the JSON log, or nothing where it is incomplete. */
function readEntry(line: string): readonly z.infer<typeof entryShape>[] {
  try {
    return [entryShape.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
