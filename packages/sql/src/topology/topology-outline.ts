import { z } from 'zod';

const text = z.string().optional().catch(undefined);

const auth = z.object({ kind: text }).optional().catch(undefined);

const login = z.object({ user: text, auth }).catch({}).optional();

const cluster = z
  .object({ user: text, auth, tls: z.unknown(), admin: login, hop: login, renewer: login })
  .catch({ tls: undefined });

/** What the rules between the parts of a topology look at. A part that cannot be read is left out: it has a fault of its own. */
export const topologyOutline = z
  .object({ hub: text, clusters: z.record(z.string(), cluster).optional().catch(undefined) })
  .catch({});

/** A topology as far as it can be read. */
export type TopologyOutline = z.infer<typeof topologyOutline>;

/** One cluster of an outline. */
export type ClusterOutline = z.infer<typeof cluster>;
