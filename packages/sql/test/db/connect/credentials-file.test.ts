import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { tokenSigner } from '../../../src/connect/sign-token.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('signs with the credentials of the file that the login names, whatever the environment says', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-credentials-'));
  const credentialsFile = join(folder.path, 'credentials');
  await writeFile(credentialsFile, '[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = secret-of-file\n');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-environment');
  vi.stubEnv('AWS_PROFILE', 'other');
  const { token } = await tokenSigner()({
    endpoint: { host: 'db.example', port: 5432 },
    user: 'gateway',
    auth: { kind: 'iam', region: 'eu-west-1', credentialsFile },
  });
  expect(token.reveal()).toContain('X-Amz-Credential=AKIDFILE%2F');
});
