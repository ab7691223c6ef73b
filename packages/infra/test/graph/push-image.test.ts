import { execFile } from 'node:child_process';
import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const run = promisify(execFile);

const writesDown = (name: string, body = '') => `#!/bin/sh\necho "${name} $*" >> "$CALLS"\n${body}`;

const docker = writesDown(
  'docker',
  `if [ "$1" = login ]; then cat >> "$CALLS"; exit; fi
while [ $# -gt 0 ]; do
  if [ "$1" = --metadata-file ]; then echo '{"containerimage.digest":"sha256:abc"}' > "$2"; fi
  shift
done`,
);
const aws = writesDown('aws', 'echo a-login');
const pulumi = writesDown(
  'pulumi',
  `case "$*" in
  *ecrRepositoryUrl*none*) exit 255 ;;
  *ecrRepositoryUrl*) echo 123456789012.dkr.ecr.eu-west-1.amazonaws.com/causeway-dev ;;
  *'output region'*) echo eu-west-1 ;;
esac`,
);

/** Runs the script in a repository of its own, with stand-ins that write down what they are told. */
async function push(args: readonly string[], dockerfile = true) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-push-'));
  const copy = join(folder.path, 'packages/infra/scripts');
  await cp(scripts, copy, { recursive: true });
  if (dockerfile) await writeFile(join(folder.path, 'Dockerfile'), '');
  const calls = join(folder.path, 'calls');
  await writeFile(calls, '');
  for (const [name, text] of Object.entries({ docker, aws, pulumi }))
    await writeFile(join(folder.path, name), text, { mode: 0o755 });
  const path = [folder.path, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const result = await run(join(copy, 'push-image.sh'), [...args], { env: { PATH: path, CALLS: calls } }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  );
  return { ...result, calls: (await readFile(calls, 'utf8')).trim().split('\n') };
}

const repository = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/causeway-dev';

test('the image is built for the machines that run it, pushed, and configured by its digest', async () => {
  const { code, calls } = await push(['--stack', 'dev', '--tag', 'first']);
  expect(code).toBe(0);
  expect(calls).toEqual([
    'pulumi stack output ecrRepositoryUrl --stack dev',
    'pulumi stack output region --stack dev',
    'aws ecr get-login-password --region eu-west-1',
    'docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'a-login',
    expect.stringMatching(
      new RegExp(
        `^docker buildx build --platform linux/arm64 --provenance=false --push --metadata-file \\S+ --tag ${repository}:first ../..$`,
      ),
    ),
    `pulumi config set --stack dev --path causeway:gateway.image ${repository}@sha256:abc`,
  ]);
});

test('a tag is found where none is given; no stack, no Dockerfile and an unknown option are refused', async () => {
  const untagged = await push(['--stack', 'dev']);
  expect(untagged.calls.find((call) => call.startsWith('docker buildx'))).toMatch(/causeway-dev:[\w-]{7,} /);
  expect(await push(['--stack', 'none'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Stack none has no repository yet'),
  });
  expect(await push(['--stack', 'dev'], false)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no Dockerfile'),
    calls: [''],
  });
  expect(await push(['--force'])).toMatchObject({ code: 2, calls: [''] });
  expect(await push([])).toMatchObject({ code: 2, calls: [''] });
});
