import { expect, test } from 'vitest';
import { runLanguageHost } from './engine/run-language-host.ts';
import { graphOf, image, scenarios, stackFile } from './scenarios.ts';

const withImage = { ...stackFile('dev'), 'causeway:gateway': { image } };
/** How Pulumi marks a secret. */
const secretKey = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';

const names = (resources: readonly { readonly type: string; readonly name: string }[]) =>
  resources.map(({ type, name }) => `${type} ${name}`).sort();

test('an up of Pulumi.dev.yaml gives the resources that the tests look at, and registers its outputs, without a warning', async () => {
  const { engine, exitCode, output } = await runLanguageHost('dev', withImage, 'up');
  await using told = engine;
  const { errors, warnings } = told;
  expect({ exitCode, output, errors, warnings }).toEqual({ exitCode: 0, output: '', errors: [], warnings: [] });
  expect(told.resources).toHaveLength(scenarios.dev.resources);
  expect(names(told.resources)).toEqual(names((await graphOf('dev')).resources));
  const outputs = told.stackOutputs() ?? {};
  expect(Object.keys(outputs).sort()).toEqual((await graphOf('dev')).outputNames.toSorted());
  expect(outputs['gatewayUrl']).toBe('http://edge.eu-west-1.elb.amazonaws.com/graphql');
  // Only where the master secret is stays hidden: everything else of a cluster is shown.
  expect(outputs['clusters']).toMatchObject({
    users: {
      endpoint: 'causeway-dev-users.cluster-x.eu-west-1.rds.amazonaws.com',
      masterSecretArn: { [secretKey]: secretMark, value: expect.stringContaining('secretsmanager') },
    },
  });
});

test('a preview of Pulumi.prod.yaml runs as it stands', async () => {
  const { engine, exitCode, output } = await runLanguageHost('prod', stackFile('prod'), 'preview');
  await using told = engine;
  const { errors, warnings } = told;
  expect({ exitCode, output, errors, warnings }).toEqual({ exitCode: 0, output: '', errors: [], warnings: [] });
  expect(names(told.resources)).toEqual(names((await graphOf('prod', 'preview')).resources));
});

test('a faulty configuration ends the program with all problems in one message, and nothing registered', async () => {
  const run = await runLanguageHost(
    'dev',
    { ...withImage, 'causeway:gatway': {}, 'causeway:logRetentionDays': 10 },
    'up',
  );
  await using engine = run.engine;
  expect(run.exitCode).not.toBe(0);
  expect(engine.resources).toEqual([]);
  expect(engine.errors).toEqual([
    expect.stringMatching(/^The configuration under "causeway:"[\s\S]*gatway[\s\S]*logRetentionDays/),
  ]);
  expect(engine.errors[0]).not.toMatch(/\n\s+at /);
});

test.each(['dev', 'prod'])('Pulumi.%s.yaml lets nothing fall back to a provider that tags nothing', (name) => {
  expect(stackFile(name)).toMatchObject({
    'pulumi:disable-default-providers': ['*'],
    'aws:region': expect.any(String),
  });
});
