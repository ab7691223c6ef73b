import type { Graph } from '../engine/run-stack.ts';
import { all, containerOf } from '../look.ts';

const egressType = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';
const ingressType = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';

/** A mermaid flowchart of who speaks to whom in a stack, drawn from its resources and rules. */
export function diagram(graph: Graph): string {
  const arrows = [...callers(graph), ...rules(graph), ...starts(graph)];
  const clusters = all(graph, 'aws:rds/cluster:Cluster').map(
    ({ name }) => `    ${cluster(name)}[("${describe(graph, name)}")]`,
  );
  const alarms = all(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm').length;
  const topic = `  alarms["${alarms} alarms, events of RDS"] --> topic["SNS topic"]`;
  const mails = graph.resources.filter(({ type }) => type === 'aws:sns/topicSubscription:TopicSubscription');
  return [
    'flowchart LR',
    '  subgraph private [private subnets]',
    ...clusters.sort(),
    ...tasks(graph).map((line) => `    ${line}`),
    '  end',
    ...arrows.map((line) => `  ${line}`),
    mails.length === 0 ? topic : `${topic} -- e-mail --> operators`,
  ].join('\n');
}

const cluster = (name: string) => `cluster-${name}`;
const groupName = (id: unknown) => String(id).replace('-0a1b2c3', '');

function describe(graph: Graph, name: string): string {
  const instances = all(graph, 'aws:rds/clusterInstance:ClusterInstance').filter(({ name: instance }) =>
    instance.startsWith(`${name}-`),
  );
  const roles = instances.map((instance) => instance.name.slice(name.length + 1).replace(/-\d+$/, '')).sort();
  return `cluster ${name}<br>${roles.reverse().join(', ')}<br>${String(instances[0]?.inputs['instanceClass'])}`;
}

function tasks(graph: Graph): readonly string[] {
  const labels = {
    gateway: 'gateway<br>causeway serve',
    migrate: 'bootstrap<br>causeway migrate, fdw apply',
    renewal: 'renewal<br>causeway fdw renew',
  };
  const known = all(graph, 'aws:ecs/taskDefinition:TaskDefinition').map((definition) => containerOf(definition).name);
  if (known.length !== Object.keys(labels).length)
    throw new Error(`The diagram does not know all of ${known.join(', ')}.`);
  return Object.entries(labels).map(([id, label]) => `${id}["${label}"]`);
}

function callers(graph: Graph): readonly string[] {
  const from = all(graph, ingressType).filter(({ inputs }) => inputs['cidrIpv4'] !== undefined);
  const ports = [...new Set(from.map(({ inputs }) => Number(inputs['fromPort'])))].sort((a, b) => b - a);
  return [`callers -- ${ports.join(', ')} --> alb["load balancer"]`];
}

function rules(graph: Graph): readonly string[] {
  return all(graph, egressType)
    .map(({ inputs }) => {
      const to = inputs['referencedSecurityGroupId'] ?? (inputs['prefixListId'] === undefined ? 'services' : 'S3');
      return `${groupName(inputs['securityGroupId'])} -- ${String(inputs['fromPort'])} --> ${groupName(to)}`;
    })
    .sort();
}

function starts(graph: Graph): readonly string[] {
  const schedule = all(graph, 'aws:scheduler/schedule:Schedule').map(({ inputs }) =>
    String(inputs['scheduleExpression']),
  );
  return [
    'lambda["pulumi up, by Lambda"] -. runs .-> migrate',
    `scheduler["${schedule.join(', ')}"] -. runs .-> renewal`,
  ];
}
