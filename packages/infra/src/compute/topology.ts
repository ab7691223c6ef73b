import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/config.ts';
import { databaseUsers } from '../database/database-users.ts';
import { postgresPort } from '../network/security-rules.ts';

/** Where the clusters of a stack are. */
export type Reach = {
  readonly name: string;
  readonly database: string;
  readonly writer: pulumi.Input<string>;
  readonly reader: pulumi.Input<string>;
};

/** The topology that the gateway's command line takes, without any password: every login signs in with a token. */
export function topologyJson(
  { hub, region, foreignServers }: Pick<Config, 'hub' | 'region' | 'foreignServers'>,
  clusters: readonly Reach[],
): pulumi.Output<string> {
  const auth = { kind: 'iam', region };
  const entries = clusters.map(({ name, database, writer, reader }) => {
    const server = foreignServers.find(({ to }) => to === name);
    return [
      name,
      {
        writer: { host: writer, port: postgresPort },
        reader: { host: server?.via === 'writer' ? writer : reader, port: postgresPort },
        database,
        tls: { ca: 'rds' },
        user: databaseUsers.gateway,
        auth,
        ...(name === hub ? { renewer: { user: databaseUsers.renewer, auth } } : {}),
        ...(server === undefined ? {} : { hop: { user: databaseUsers.hop, auth } }),
      },
    ] as const;
  });
  return pulumi.jsonStringify({ hub, clusters: Object.fromEntries(entries) });
}
