import { expect, test } from 'vitest';
import { runCommand } from '../support/run-cli.ts';

const neverStopped = new AbortController().signal;

test('config prints each effective value with where it comes from, and no secret', async () => {
  const environment = { CAUSEWAY_PORT: '8080', CAUSEWAY_TOPOLOGY_JSON: '"pa55word"' };
  const args = ['config', '--limits-depth', '7', '--renew-hop'];
  const { exitCode, out } = await runCommand(args, neverStopped, environment);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^http\.port +8080 +CAUSEWAY_PORT$/m);
  expect(out).toMatch(/^http\.host +0\.0\.0\.0 +default$/m);
  expect(out).toMatch(/^limits\.depth +7 +--limits-depth$/m);
  expect(out).toMatch(/^clusters\.renewHop +true +--renew-hop$/m);
  expect(out).toMatch(/^clusters\.topology +- +default$/m);
  expect(out).toMatch(/^clusters\.topologyJson +\[secret\] +CAUSEWAY_TOPOLOGY_JSON$/m);

  const json = await runCommand([...args, '--json'], neverStopped, environment);
  expect(JSON.parse(json.out)).toMatchObject({
    clusters: { topology: { value: null, from: 'default' }, topologyJson: { value: '[secret]' } },
    http: { port: { value: 8080, from: 'CAUSEWAY_PORT' }, stopLimit: { value: '20s', from: 'default' } },
  });
});

test('a configuration that is wrong ends every command that reads it with 2', async () => {
  for (const name of ['config', 'serve', 'dev']) {
    const { exitCode, out, err } = await runCommand([name, '--stop-limit', '20'], neverStopped, { CAUSEWAY_HOTS: 'x' });
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain('- CAUSEWAY_HOTS: found an unknown variable; did you mean CAUSEWAY_HOST?\n');
    expect(err).toContain('- --stop-limit: found "20"; write a time with its unit');
  }
});
