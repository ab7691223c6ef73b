import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from '@causeway/schema';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { allOptions } from '../../src/config/list-options.ts';
import { type ConfigSources, readConfig } from '../../src/config/read-config.ts';
import { needsTopology } from '../../src/config/rules.ts';

const nothing: ConfigSources = { file: undefined, environment: {}, flags: {} };

async function fileWith(content: unknown) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'causeway-config-'));
  const file = join(folder.path, 'causeway.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return { file, folder: folder.path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** The faults, a line each. */
async function faultsOf(sources: ConfigSources): Promise<readonly string[]> {
  const error = await readConfig(sources).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  return String(error).split('\n').slice(1);
}

const httpDefaults = {
  host: '0.0.0.0',
  port: 4000,
  requestLimit: 1_000,
  requestQueue: 1_000,
  requestWait: 5_000,
  receiveLimit: 10_000,
  sendLimit: 60_000,
  stopDelay: 5_000,
  stopLimit: 20_000,
};

test('without any source, the defaults hold', async () => {
  const { config } = await readConfig(nothing);
  expect(config.http).toEqual(httpDefaults);
  expect(config.limits).toEqual(defaultLimits);
  expect(config.clusters).toEqual({ renewHop: false });
});

test('flags win over the environment, that over the file, that over the defaults of a command', async () => {
  const defaults = { 'http.host': '127.0.0.1', 'limits.depth': 19 };
  await using made = await fileWith({ http: { port: 1, stopLimit: '1s' }, limits: { depth: 1, rows: 1 } });
  const environment = { CAUSEWAY_PORT: '2', CAUSEWAY_LIMITS_DEPTH: '2', CAUSEWAY_CONFIG: made.file };
  const { config, effective } = await readConfig({ defaults, file: undefined, environment, flags: { port: '3' } });
  expect(config.http).toEqual({ ...httpDefaults, host: '127.0.0.1', port: 3, stopLimit: 1_000 });
  expect(config.limits).toEqual({ ...defaultLimits, depth: 2, rows: 1 });
  const origins = effective.filter(({ from }) => from !== 'default').map(({ option, from }) => [option.path, from]);
  expect(Object.fromEntries(origins)).toEqual({
    'http.port': '--port',
    'http.stopLimit': `${made.file}: http.stopLimit`,
    'limits.depth': 'CAUSEWAY_LIMITS_DEPTH',
    'limits.rows': `${made.file}: limits.rows`,
  });
});

test('a path in the file is relative to its folder; one of the environment stays as it is', async () => {
  await using made = await fileWith({ clusters: { topology: 'topology.json' } });
  const fromFile = await readConfig({ ...nothing, file: made.file });
  expect(fromFile.config.clusters.topology).toBe(join(made.folder, 'topology.json'));
  const fromVariable = await readConfig({ ...nothing, environment: { CAUSEWAY_TOPOLOGY: 'topology.json' } });
  expect(fromVariable.config.clusters.topology).toBe('topology.json');
});

test('all faults of all sources are named at once, each with where, what and why', async () => {
  await using made = await fileWith({ htpp: {}, http: { prot: 1, port: -1 }, limits: [], clusters: { topology: 5 } });
  const environment = { CAUSEWAY_PROT: '80', CAUSEWAY_STOP_LIMIT: '20', CAUSEWAY_LIMITS_ROWS: 'x'.repeat(200) };
  const lines = await faultsOf({ file: made.file, environment, flags: { port: 'http', 'renew-hop': 'perhaps' } });
  expect(lines.map((line) => line.replaceAll(made.file, 'FILE'))).toEqual([
    '- FILE: htpp: found an unknown section; did you mean http?',
    '- FILE: http.prot: found an unknown key; did you mean port?',
    expect.stringMatching(/^- FILE: limits: found \[\]; write an object with any of depth, fields, /),
    '- CAUSEWAY_PROT: found an unknown variable; did you mean CAUSEWAY_PORT?',
    '- FILE: http.port: found -1; write a whole number from 0 to 65535',
    '- FILE: clusters.topology: found 5; write the path of a topology file',
    '- CAUSEWAY_STOP_LIMIT: found "20"; write a time with its unit (ms, s, m, h) from 0s to 10m',
    `- CAUSEWAY_LIMITS_ROWS: found "${'x'.repeat(79)}…; write a whole number from 1 to 1000000000`,
    '- --renew-hop: found "perhaps"; write true or false',
    '- --port: found "http"; write a whole number from 0 to 65535',
  ]);
});

test('what a command needs is among the faults, unless what is given for it has a fault of its own', async () => {
  const needs = [needsTopology];
  expect(await faultsOf({ ...nothing, needs, flags: { port: 'x' } })).toEqual([
    expect.stringContaining('--port'),
    '- clusters.topology: found nothing; write --topology FILE, or set CAUSEWAY_TOPOLOGY to the path of the topology file',
  ]);
  await using made = await fileWith({ clusters: { topology: '' } });
  expect(await faultsOf({ ...nothing, needs, file: made.file })).toHaveLength(1);
});

test('two topologies are one too many', async () => {
  const environment = { CAUSEWAY_TOPOLOGY: '/a.json', CAUSEWAY_TOPOLOGY_JSON: '{}' };
  expect(await faultsOf({ ...nothing, environment })).toEqual([
    '- CAUSEWAY_TOPOLOGY_JSON: found two topologies; give either the topology or its file, not both',
  ]);
});

describe('a file that cannot be used:', () => {
  test.each([
    ['', 'found an empty file; write an object with any of clusters, '],
    ['{"http": {"port": "se', 'found what is not JSON'],
    ['[1]', 'found [1]; write an object with any of '],
    ['{"http": null}', 'http: found null; write an object with any of host, '],
  ])('%j', async (content, message) => {
    await using made = await fileWith(content);
    const [line] = await faultsOf({ ...nothing, file: made.file });
    expect(line).toContain(message);
    expect(line).not.toContain('"se');
  });

  test('one that is not there', async () => {
    expect(await faultsOf({ ...nothing, file: '/nowhere.json' })).toEqual([
      '- /nowhere.json: found no readable file (ENOENT); check its path and permissions',
    ]);
  });
});

test('variables that are empty, that Kubernetes sets, or that belong to others are left alone', async () => {
  const environment = {
    CAUSEWAY_PORT: 'tcp://10.0.0.1:4000',
    CAUSEWAY_PORT_4000_TCP: 'tcp://10.0.0.1:4000',
    CAUSEWAY_PORT_4000_TCP_PROTO: 'tcp',
    CAUSEWAY_SERVICE_HOST: '10.0.0.1',
    CAUSEWAY_SERVICE_PORT_HTTP: '4000',
    CAUSEWAY_METRICS_PORT: 'tcp://10.0.0.2:9464',
    CAUSEWAY_METRICS_PORT_9464_TCP_ADDR: '10.0.0.2',
    CAUSEWAY_METRICS_SERVICE_HOST: '10.0.0.2',
    CAUSEWAY_METRICS_SERVICE_PORT: '9464',
    CAUSEWAY_STATE_DIR: '/tmp',
    CAUSEWAY_HOST: '',
    PORT: '80',
  };
  const { config } = await readConfig({ ...nothing, environment });
  expect(config.http).toMatchObject({ host: '0.0.0.0', port: 4000 });
  expect(config.observe.metricsPort).toBeUndefined();
  expect(
    await faultsOf({ ...nothing, environment: { CAUSEWAY_SERVICE_HOTS: 'x', CAUSEWAY_METRICS_PORT: 'x' } }),
  ).toHaveLength(2);
});

test('a secret is neither a flag nor in what is printed or said of it', async () => {
  const topology = allOptions.find(({ path }) => path === 'clusters.topologyJson');
  expect(topology).toMatchObject({ secret: true, flag: undefined });
  await using made = await fileWith({ clusters: { topologyJson: ['pa55word'] } });
  expect((await faultsOf({ ...nothing, file: made.file })).join()).not.toContain('pa55word');
  const { config } = await readConfig({ ...nothing, environment: { CAUSEWAY_TOPOLOGY_JSON: '"pa55word"' } });
  expect(JSON.stringify(config)).not.toContain('pa55word');
});

test('no two options have a name in common', () => {
  const names = allOptions.map(({ variable }) => variable);
  expect(new Set(names).size).toBe(names.length);
});
