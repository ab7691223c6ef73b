/** What a stack is for; it decides the defaults, and what may not be left out. */
export type Environment = 'dev' | 'staging' | 'prod';

/** A network to create, or one that exists. */
export type VpcConfig =
  | {
      readonly kind: 'create';
      /** The network's own range, /16 to /20. */
      readonly cidr: string;
      /** How many availability zones get a public and a private subnet. */
      readonly zones: 2 | 3;
      /** NAT gateways: none, one for all zones, or one in each. */
      readonly nat: 'none' | 'one' | 'perZone';
    }
  | {
      readonly kind: 'existing';
      readonly id: string;
      /** Empty: the subnets tagged Tier=private are taken. */
      readonly privateSubnetIds: readonly string[];
      readonly publicSubnetIds: readonly string[];
    };

/** What a cluster's instances are: Serverless v2 in Aurora capacity units (2 GiB of memory each), or a fixed class. */
export type Capacity =
  | {
      readonly kind: 'serverless';
      readonly min: number;
      readonly max: number;
      /** Seconds without a session after which the cluster pauses; only with a minimum of 0. */
      readonly pauseAfter?: number | undefined;
    }
  | { readonly kind: 'provisioned'; readonly instanceClass: string };

/** One Aurora cluster. */
export type ClusterConfig = {
  readonly name: string;
  readonly engineVersion: string;
  readonly database: string;
  readonly capacity: Capacity;
  /** Readers that serve requests and take over from the writer. */
  readonly readers: number;
  /** Whether one more reader stands for analysis alone, behind an endpoint of its own. */
  readonly analyticsReader: boolean;
  readonly readerAutoscaling?:
    | { readonly max: number; readonly cpu: number; readonly connections?: number | undefined }
    | undefined;
  readonly backupDays: number;
  readonly storage: 'standard' | 'io';
  readonly insights: 'standard' | 'advanced';
  /** Seconds between two readings of the operating system; 0 for none. */
  readonly monitoringInterval: number;
  readonly deletionProtection: boolean;
  /** Statements that take at least this many milliseconds are logged; -1 for none. */
  readonly slowQueryMs: number;
};

/** A foreign server: cluster `from` reads cluster `to` through it. */
export type ForeignServerConfig = { readonly from: string; readonly to: string; readonly via: 'reader' | 'writer' };

/** The service in front of the clusters. */
export type GatewayConfig = {
  /** The image by digest; without one everything stands but what runs it. */
  readonly image?: string | undefined;
  /** Fargate's units: 1024 are one virtual CPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly min: number;
  readonly max: number;
  readonly public: boolean;
  readonly domain?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly waf: boolean;
  /** Sessions that each task may hold on the hub for what stays there, and as many again for each cluster behind it. */
  readonly dbPool: number;
  /** Whether operators may open a shell in a task. */
  readonly execute: boolean;
  /** What `causeway serve` is told, by its variables without CAUSEWAY_, as their text. */
  readonly settings: Readonly<Record<string, string>>;
};

/** Everything that the program depends on. Checked: nothing that reads it checks again. */
export type Config = {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly environment: Environment;
  readonly accountId?: string | undefined;
  readonly owner?: string | undefined;
  readonly costCentre?: string | undefined;
  readonly vpc: VpcConfig;
  /** Whether AWS's services are reached through interface endpoints of this stack. */
  readonly endpoints: boolean;
  readonly allowedCidrs: readonly string[];
  /** The cluster that holds the foreign servers. */
  readonly hub: string;
  readonly clusters: readonly ClusterConfig[];
  readonly foreignServers: readonly ForeignServerConfig[];
  readonly fdwRefreshMinutes: number;
  readonly gateway: GatewayConfig;
  readonly bastion: {
    readonly enabled: boolean;
    readonly user: string;
    /** When it stops each day, `HH:MM` in UTC. */
    readonly stopAt?: string | undefined;
  };
  readonly proxy: boolean;
  readonly cache: boolean;
  readonly alarmEmails: readonly string[];
  /** SNS topics, of this account or another, that are told of each alarm beside the stack's own. */
  readonly alarmTopics: readonly string[];
  /** A channel of Slack that is told of each alarm too, by its ids. */
  readonly alarmSlack?: { readonly workspace: string; readonly channel: string } | undefined;
  readonly monthlyBudgetUsd?: number | undefined;
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
  /** What would be possible but is probably not meant; printed before the first resource. */
  readonly warnings: readonly string[];
};
