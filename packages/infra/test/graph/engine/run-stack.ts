import * as pulumi from '@pulumi/pulumi';
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks.js';
import { readConfig } from '../../../src/config/read-config.ts';
import { deploy } from '../../../src/program.ts';
import { answer, created, region } from './cloud.ts';
import { type Registered, readRequest } from './request.ts';

/** A stack as the program described it to the engine. */
export type Graph = {
  readonly resources: readonly Registered[];
  /** Look-ups, by token, in their order. */
  readonly calls: readonly string[];
  /** As an `up` gives them; a preview knows only their names. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly outputNames: readonly string[];
  readonly mode: Mode;
};

export type Mode = 'up' | 'preview';

/** Values under the project's name, and which stack they are for. */
export type Stack = { readonly name: string; readonly values: Readonly<Record<string, unknown>> };

const project = 'causeway';

/**
 * Runs the program in this process, against Pulumi's own mock of the engine, and waits until every resource is registered.
 *
 * @throws what the program throws; and where another number of resources came than expected: a test over nothing proves nothing.
 */
export async function runStack(
  { name, values }: Stack,
  mode: Mode,
  expected: number,
  onRegister?: (type: string) => void,
): Promise<Graph> {
  const resources: Registered[] = [];
  const calls: string[] = [];
  const outputNames: string[] = [];
  const { registerResource } = MockMonitor.prototype;
  MockMonitor.prototype.registerResource = function (request, callback) {
    onRegister?.(request.getType());
    return registerResource.call(this, request, (error, response) => {
      if (response !== undefined) resources.push(readRequest(response.getUrn(), request));
      callback(error, response);
    });
  };
  try {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name: resource, inputs }) =>
          mode === 'up' ? created(type, resource, inputs) : { id: '', state: inputs },
        call: ({ token, inputs }) => {
          calls.push(token);
          return answer(token, inputs);
        },
      },
      project,
      name,
      mode === 'preview',
    );
    pulumi.runtime.setAllConfig({ 'aws:region': region, ...configEntries(values) });
    let failure: { readonly error: unknown } | undefined;
    const outputs = await pulumi.runtime.runInPulumiStack(async () => {
      try {
        const given = await deploy(readConfig());
        outputNames.push(...Object.keys(given));
        return given;
      } catch (error) {
        // The stack's own outputs would be rejected too, where nobody looks.
        failure = { error };
        return {};
      }
    });
    await pulumi.runtime.disconnect();
    if (failure !== undefined) throw failure.error;
    const made = resources.filter(({ type }) => type !== 'pulumi:pulumi:Stack');
    if (made.length !== expected) throw new Error(`${made.length} resources came instead of ${expected}.`);
    return { resources: made, calls, outputs: outputs ?? {}, outputNames, mode };
  } finally {
    MockMonitor.prototype.registerResource = registerResource;
  }
}

/** Values as Pulumi hands them over: text as it is, the rest as JSON. */
export function configEntries(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `${project}:${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
