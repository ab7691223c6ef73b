import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';

/** A resource as the program asked the engine for it. */
export type Registered = {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  /** URNs of everything that stands before it: by `dependsOn`, and by each value that it takes. */
  readonly dependencies: readonly string[];
  /** With secrets opened, and `unknown` for what only AWS knows. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether any input is marked as a secret. */
  readonly secretInputs: readonly string[];
};

/** How Pulumi marks a special value, and what marks a secret. */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Stands for a value that a preview does not know. */
export const unknown = Symbol.for('unknown');

/** Reads what the SDK sends for one resource. */
export function readRequest(urn: string, request: RegisterResourceRequest): Registered {
  const object = request.getObject()?.toJavaScript() ?? {};
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    provider: request.getProvider(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    dependencies: request.getDependenciesList(),
    inputs: Object.fromEntries(Object.entries(object).map(([key, value]) => [key, open(value)])),
    secretInputs: Object.keys(object).filter((key) => holdsSecret(object[key])),
  };
}

/** A value without the marks: secrets opened, unknowns by their symbol. */
export function open(value: unknown): unknown {
  if (value === unknownValue) return unknown;
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  if (Reflect.get(value, signatureKey) === secretSignature) return open(Reflect.get(value, 'value'));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)]));
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Reflect.get(value, signatureKey) === secretSignature || Object.values(value).some(holdsSecret);
}
