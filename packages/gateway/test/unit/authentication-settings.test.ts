import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCheckApiKey, readApiKeys } from '../../src/access/api-keys.ts';
import { authenticateBy } from '../../src/access/authenticate-by.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { runCommand } from '../support/run-cli.ts';

async function fileOf(content: string) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'causeway-access-'));
  const file = join(folder.path, 'file.json');
  await writeFile(file, content);
  return { file, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe('serve', () => {
  const serve = (...args: string[]) => runCommand(['serve', '--topology', '/nowhere.json', ...args]);

  test('refuses to start without being told who may ask, and says how to tell it', async () => {
    const { exitCode, err } = await serve();
    expect(exitCode).toBe(2);
    for (const flag of ['--token-issuer', '--api-keys', '--open-to-everybody']) expect(err).toContain(flag);
  });

  test.each([
    [['--token-issuer', 'x'], 'a part of what tokens need'],
    [['--token-audience', 'x', '--token-keys-url', 'https://identity.test/keys'], 'a part of what tokens need'],
    [['--api-keys', 'x', '--open-to-everybody'], 'leave one of them out'],
    [['--api-keys', 'x', '--token-keys-url', 'http://identity.test/keys'], 'write an https address'],
    [['--api-keys', 'x', '--token-keys-url', 'nonsense'], 'write an https address'],
    [['--api-keys', 'x', '--token-algorithms', 'RS256,HS256'], 'write one of RS256'],
    [['--api-keys', 'x', '--read-scopes', '{"Ordre": "x"}'], 'did you mean Order?'],
    [
      ['--api-keys', 'x', '--token-claim-names', '{"country": "https://identity.test/countries"}'],
      'did you mean countries?',
    ],
    [['--api-keys', 'x', '--cors-origins', 'https://dashboard.test/'], 'an origin like https://example.com'],
    [['--api-keys', 'x', '--cors-origins', 'dashboard.test'], 'an origin like https://example.com'],
  ])('does not take %j', async (args, message) => {
    const { exitCode, err } = await serve(...args);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});

describe('the keys of tokens', () => {
  const settle = (tokenKeysFile: string) => {
    const access = { tokenIssuer: 'https://identity.test/', tokenAudience: ['causeway'], tokenKeysFile };
    return authenticateBy(loopbackConfig({ access }).access, () => {});
  };

  test('are read from a file, which has to be a key set', async () => {
    await using good = await fileOf('{"keys": [{"kty": "EC", "kid": "a"}]}');
    await using bad = await fileOf('{"keys": {}}');
    await expect(settle(good.file)).resolves.toBeTypeOf('function');
    await expect(settle(bad.file)).rejects.toThrow(/Key Set/);
    await expect(settle('/nowhere')).rejects.toThrow(/cannot be read/);
  });
});

describe('API keys', () => {
  test('are made with an entry for the file, which does not hold them', async () => {
    const args = ['--scope', 'users:pii', '--scope', 'plan:read', '--claim', 'countries=DE,AT'];
    const { exitCode, out } = await runCommand(['api-key', 'reports', ...args, '--expires', '2999-01-01T00:00:00Z']);
    expect(exitCode).toBe(0);
    const { key, entry } = JSON.parse(out);
    expect(key).toMatch(/^causeway_reports_[\w-]{43}$/);
    expect(JSON.stringify(entry)).not.toContain(key.slice(-43));
    await using file = await fileOf(JSON.stringify({ keys: [entry] }));
    const check = createCheckApiKey(await readApiKeys(file.file, ['countries']));
    expect(check(key)).toMatchObject({ name: 'key:reports', claims: { countries: ['DE', 'AT'] } });
    expect([...check(key).scopes]).toEqual(['users:pii', 'plan:read']);
  });

  test.each([
    [['Reports'], 'Small letters'],
    [['reports', '--claim', 'planets=Mars'], 'A name of countries'],
    [['reports', '--expires', 'tomorrow'], 'an instant'],
  ])('are not made as %j', async (args, message) => {
    const { exitCode, err } = await runCommand(['api-key', ...args]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });

  test('of a file with faults let nobody in: all faults are named', async () => {
    const key = { name: 'a', hash: 'x', scope: ['y'], claims: { planets: ['Mars'] }, expires: 'never' };
    await using file = await fileOf(JSON.stringify({ keys: [key] }));
    const fault: unknown = await readApiKeys(file.file, ['countries']).catch((error: unknown) => error);
    for (const part of ['keys.0.hash', 'scope', 'planets', 'keys.0.expires']) expect(String(fault)).toContain(part);
  });

  test.each(['[]', '{', '{"keys": [1]}'])('are not read from %s', async (content) => {
    await using file = await fileOf(content);
    await expect(readApiKeys(file.file, [])).rejects.toThrow(/file of API keys/);
  });
});
