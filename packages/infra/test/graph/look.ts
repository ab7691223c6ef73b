import { z } from 'zod';
import type { Registered } from './engine/request.ts';
import type { Graph } from './engine/run-stack.ts';

/** The resources of a type, of which there must be some. */
export function all(graph: Graph, type: string): readonly Registered[] {
  const found = graph.resources.filter((resource) => resource.type === type);
  if (found.length === 0) throw new Error(`The graph has no ${type}.`);
  return found;
}

/** Whether there is any resource of a type. */
export function has(graph: Graph, type: string): boolean {
  return graph.resources.some((resource) => resource.type === type);
}

/** The one resource of a type and name. */
export function one(graph: Graph, type: string, name: string): Registered {
  const found = graph.resources.filter((resource) => resource.type === type && resource.name === name);
  const [resource] = found;
  if (resource === undefined || found.length > 1) throw new Error(`The graph has ${found.length} of ${type} ${name}.`);
  return resource;
}

/** Whether `resource` waits for `other`. */
export function waitsFor(resource: Registered, other: Registered): boolean {
  return resource.dependencies.includes(other.urn);
}

/** Every value within an input, with the keys that lead to it. */
export function leaves(value: unknown, path = ''): readonly { readonly path: string; readonly value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts.optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const policy = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement).min(1) });

/** A statement as it stands in a policy. */
export type PolicyStatement = z.output<typeof statement>;

/** The statements of a policy that an input holds as JSON. */
export function statementsOf(input: unknown): readonly PolicyStatement[] {
  return policy.parse(JSON.parse(z.string().parse(input))).Statement;
}

/** The inputs that hold policies. */
const policyInputs = ['policy', 'assumeRolePolicy'];

/** Types whose `policy` is no IAM policy. */
const otherPolicies = ['aws:ecr/lifecyclePolicy:LifecyclePolicy'];

/** Every statement of every policy of a graph, with the resource that it stands in. */
export function allStatements(
  graph: Graph,
): readonly { readonly resource: Registered; readonly statement: PolicyStatement }[] {
  const found = graph.resources
    .filter(({ type }) => !otherPolicies.includes(type))
    .flatMap((resource) =>
      policyInputs
        .filter((key) => resource.inputs[key] !== undefined)
        .flatMap((key) => statementsOf(resource.inputs[key]).map((entry) => ({ resource, statement: entry }))),
    );
  if (found.length === 0) throw new Error('The graph has no policy.');
  return found;
}

/** What the role of a name may do. */
export function rightsOf(graph: Graph, rolePolicy: string): readonly PolicyStatement[] {
  return statementsOf(one(graph, 'aws:iam/rolePolicy:RolePolicy', rolePolicy).inputs['policy']);
}

const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  essential: z.literal(true),
  entryPoint: z.array(z.string()),
  command: z.array(z.string()),
  user: z.string(),
  readonlyRootFilesystem: z.boolean(),
  linuxParameters: z.strictObject({
    initProcessEnabled: z.literal(true),
    capabilities: z.strictObject({ drop: z.array(z.string()) }).optional(),
  }),
  stopTimeout: z.number(),
  environment: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  secrets: z.array(z.strictObject({ name: z.string(), valueFrom: z.string() })),
  portMappings: z.unknown().optional(),
  healthCheck: z.unknown().optional(),
  logConfiguration: z.strictObject({ logDriver: z.literal('awslogs'), options: z.record(z.string(), z.string()) }),
});

/** The one container of a task definition. */
export function containerOf(definition: Registered): z.output<typeof container> {
  const containers = z
    .array(container)
    .length(1)
    .parse(JSON.parse(z.string().parse(definition.inputs['containerDefinitions'])));
  const [only] = containers;
  if (only === undefined) throw new Error('The definition has no container.');
  return only;
}
