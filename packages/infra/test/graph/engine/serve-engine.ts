import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import monitor from '@pulumi/pulumi/proto/resource_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { answer, created } from './cloud.ts';
import { open, type Registered, readRequest } from './request.ts';
import type { Mode } from './run-stack.ts';

/** What the engine was told by the program. */
export type EngineRecord = {
  readonly address: string;
  readonly resources: readonly Registered[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The stack's outputs as they are registered: secrets marked. */
  stackOutputs(): Readonly<Record<string, unknown>> | undefined;
} & AsyncDisposable;

const rootType = 'pulumi:pulumi:Stack';

type Unary<Request, Response> = (request: Request) => Response;

function unary<Request, Response>(handle: Unary<Request, Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
    try {
      callback(null, handle(call.request));
    } catch (error) {
      callback({ name: 'Refused', message: error instanceof Error ? error.message : String(error) });
    }
  };
}

/**
 * Stands in for Pulumi's engine at its own gRPC services, on loopback: it takes what the language host sends, and refuses what
 * the engine refuses and mocks let pass: a name given twice, a dependency on nothing, a resource of a default provider where
 * those are disabled.
 */
export async function serveEngine(stack: string, project: string, mode: Mode): Promise<EngineRecord> {
  const resources = new Map<string, Registered>();
  const errors: string[] = [];
  const warnings: string[] = [];
  let root = '';
  let outputs: Readonly<Record<string, unknown>> | undefined;

  const register = (request: InstanceType<typeof monitor.RegisterResourceRequest>) => {
    const urn = makeUrn(stack, project, request.getParent(), request.getType(), request.getName());
    if (resources.has(urn)) throw new Error(`Duplicate resource URN ${urn}`);
    for (const other of [request.getParent(), ...request.getDependenciesList()]) {
      if (other !== '' && !resources.has(other))
        throw new Error(`${urn} depends on ${other}, which was not registered`);
    }
    const isAws = request.getCustom() && !request.getType().startsWith('pulumi:');
    if (isAws && request.getProvider() === '') throw new Error(`Default provider is disabled: ${urn}`);
    const registered = readRequest(urn, request);
    resources.set(urn, registered);
    const { id, state } =
      mode === 'up' && request.getCustom()
        ? created(registered.type, registered.name, { ...registered.inputs })
        : { id: '', state: registered.inputs };
    const response = new monitor.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(id);
    response.setObject(mode === 'up' ? toStruct(state) : (request.getObject() ?? toStruct({})));
    return response;
  };

  const server = new Server();
  server.addService(ResourceMonitorService, {
    supportsFeature: unary((_request: InstanceType<typeof monitor.SupportsFeatureRequest>) => {
      const response = new monitor.SupportsFeatureResponse();
      response.setHassupport(true);
      return response;
    }),
    registerResource: unary(register),
    registerResourceOutputs: unary((request: InstanceType<typeof monitor.RegisterResourceOutputsRequest>) => {
      if (request.getUrn() === root) outputs = request.getOutputs()?.toJavaScript() ?? {};
      return new empty.Empty();
    }),
    invoke: unary((request: InstanceType<typeof monitor.ResourceInvokeRequest>) => {
      if (request.getProvider() === '') throw new Error(`Default provider is disabled: ${request.getTok()}`);
      const response = new monitor.ResourceInvokeResponse();
      const args = Object.entries(request.getArgs()?.toJavaScript() ?? {}).map(([key, value]) => [key, open(value)]);
      response.setReturn(toStruct(answer(request.getTok(), Object.fromEntries(args))));
      return response;
    }),
    signalAndWaitForShutdown: unary(() => new empty.Empty()),
  });
  server.addService(EngineService, {
    log: unary((request: InstanceType<typeof engine.LogRequest>) => {
      if (request.getSeverity() === engine.LogSeverity.ERROR) errors.push(request.getMessage());
      if (request.getSeverity() === engine.LogSeverity.WARNING) warnings.push(request.getMessage());
      return new empty.Empty();
    }),
    getRootResource: unary(() => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request: InstanceType<typeof engine.SetRootResourceRequest>) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    get resources() {
      return [...resources.values()].filter(({ type }) => type !== rootType);
    },
    errors,
    warnings,
    stackOutputs: () => outputs,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

/** The URN that the engine gives: the types of all parents but the stack, then type and name. */
function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent.split('::')[2] ?? '';
  const path = parentType === '' || parentType === rootType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${path}::${name}`;
}

function toStruct(value: Readonly<Record<string, unknown>>) {
  const json: unknown = JSON.parse(JSON.stringify(value));
  return struct.Struct.fromJavaScript(isJsonObject(json) ? json : {});
}

type Json = Parameters<typeof struct.Struct.fromJavaScript>[0];

function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
