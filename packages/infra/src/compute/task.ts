import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import type { Account } from '../operations/account.ts';
import { policyDocument, type Statement, trustPolicy } from '../operations/policy.ts';
import { repositoryArn } from './repository-arn.ts';

/** What a task depends on. */
export type TaskArgs = {
  readonly config: Config;
  readonly account: Account;
  readonly keyArn: pulumi.Input<string>;
  readonly image: string;
  readonly cpu: number;
  readonly memory: number;
  readonly script: string;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARNs of secrets by the variable that gets them. ECS reads them as the task starts; they stand nowhere in the clear. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the program itself may do. */
  readonly rights: readonly Statement[];
  readonly port?: number;
  readonly healthCheck?: readonly string[];
  /** Whether operators may open a shell: its agent writes to the file system, and needs more than nothing of the kernel. */
  readonly shell?: boolean;
};

/** The user that the image runs its program as; it owns nothing there. */
const containerUser = '1000:1000';

/** One way of running the gateway's image on Fargate: its roles, its log and its definition. */
export class Task extends pulumi.ComponentResource {
  readonly definitionArn: pulumi.Output<string>;
  readonly family: string;
  readonly container: string;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** What the program may do. */
  readonly taskRole: aws.iam.Role;
  /** What ECS may do to start it. */
  readonly executionRole: aws.iam.Role;
  /** The rights of both roles: whoever starts the task waits for them. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: TaskArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Task', name, {}, options);
    const { config, account } = args;
    const own = { parent: this };
    const prod = config.environment === 'prod';
    this.family = `${config.project}-${config.stack}-${name}`;
    this.container = name;
    this.logGroup = new aws.cloudwatch.LogGroup(
      name,
      { retentionInDays: config.logRetentionDays, kmsKeyId: args.keyArn },
      { parent: this, protect: prod, retainOnDelete: prod },
    );
    const assumeRolePolicy = trustPolicy('ecs-tasks.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': account.id },
    });
    this.taskRole = new aws.iam.Role(`${name}-task`, { assumeRolePolicy }, own);
    this.executionRole = new aws.iam.Role(`${name}-execution`, { assumeRolePolicy }, own);
    const grant = (which: string, role: aws.iam.Role, statements: readonly Statement[]) =>
      new aws.iam.RolePolicy(`${name}-${which}`, { role: role.id, policy: policyDocument(statements) }, own);
    this.ready = [
      grant('task', this.taskRole, args.rights),
      grant('execution', this.executionRole, startingRights(args, this.logGroup)),
    ];
    const definition = new aws.ecs.TaskDefinition(
      name,
      {
        family: this.family,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
        cpu: String(args.cpu),
        memory: String(args.memory),
        taskRoleArn: this.taskRole.arn,
        executionRoleArn: this.executionRole.arn,
        containerDefinitions: pulumi.jsonStringify([container(name, args, this.logGroup)]),
      },
      own,
    );
    this.definitionArn = definition.arn;
    this.registerOutputs({ definitionArn: this.definitionArn });
  }
}

function startingRights({ image, account, secrets = {}, keyArn }: TaskArgs, logs: aws.cloudwatch.LogGroup) {
  const arns = Object.values(secrets);
  const rights: Statement[] = [
    // ECR's one right that cannot be limited to a repository.
    { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: repositoryArn(image, account.partition),
    },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: pulumi.interpolate`${logs.arn}:*`,
    },
  ];
  if (arns.length > 0) {
    rights.push(
      { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: arns },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.${account.region}.amazonaws.com` } },
      },
    );
  }
  return rights;
}

function container(name: string, args: TaskArgs, logs: aws.cloudwatch.LogGroup) {
  const { image, account, script, port, healthCheck, environment, secrets = {}, shell = false } = args;
  return {
    name,
    image,
    essential: true,
    entryPoint: ['/bin/sh', '-c'],
    command: [script],
    user: containerUser,
    readonlyRootFilesystem: !shell,
    // Ends what the shell leaves behind, and hands the signal to stop on.
    linuxParameters: { initProcessEnabled: true, ...(shell ? {} : { capabilities: { drop: ['ALL'] } }) },
    stopTimeout: 30,
    environment: Object.entries({ AWS_REGION: account.region, ...environment }).map(([key, value]) => ({
      name: key,
      value,
    })),
    secrets: Object.entries(secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    ...(port === undefined ? {} : { portMappings: [{ containerPort: port, protocol: 'tcp' }] }),
    ...(healthCheck === undefined
      ? {}
      : { healthCheck: { command: healthCheck, interval: 10, timeout: 5, retries: 3, startPeriod: 30 } }),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logs.name,
        'awslogs-region': account.region,
        'awslogs-stream-prefix': name,
        // A log that cannot be written must not stop the program.
        mode: 'non-blocking',
      },
    },
  };
}
