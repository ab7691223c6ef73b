import type { Cluster, Endpoint, Login, Topology } from '../topology/topology.ts';

/** An end point of a cluster. */
export type Place = {
  readonly cluster: Cluster;
  readonly role: 'writer' | 'reader';
  readonly endpoint: Endpoint;
  /** How findings name it: `users` where it is the only one, otherwise `users writer`. */
  readonly subject: string;
};

/** A login of the topology, at the place where it is used. */
export type Entry = {
  readonly place: Place;
  readonly login: Login;
  readonly purpose: 'gateway' | 'admin' | 'hop' | 'renewer';
};

/** All clusters, the hub first. */
export function clustersOf({ hub, others }: Topology): readonly Cluster[] {
  return [hub, ...others];
}

/** Whether the cluster has a reader of its own: otherwise queries run on the writer. */
export function hasReader({ reader, writer }: Cluster): boolean {
  return reader.host !== writer.host || reader.port !== writer.port;
}

/** The end points of a cluster: its writer, and its reader where that is another. */
export function placesOf(cluster: Cluster): readonly Place[] {
  const { name, writer, reader } = cluster;
  if (!hasReader(cluster)) return [{ cluster, role: 'writer', endpoint: writer, subject: name }];
  return [
    { cluster, role: 'writer', endpoint: writer, subject: `${name} writer` },
    { cluster, role: 'reader', endpoint: reader, subject: `${name} reader` },
  ];
}

/** Every login that the topology names, wherever it signs in: queries and hops at the reader, all else at the writer. */
export function entriesOf(cluster: Cluster): readonly Entry[] {
  const places = placesOf(cluster);
  const at = (role: Place['role']) => places.filter((place) => place.role === role || places.length === 1);
  const entries = (purpose: Entry['purpose'], login: Login | undefined, where: readonly Place[]): readonly Entry[] =>
    login === undefined ? [] : where.map((place) => ({ place, login, purpose }));
  return [
    ...entries('gateway', cluster.gateway, places),
    ...entries('admin', cluster.admin, at('writer')),
    ...entries('hop', cluster.hop, at('reader')),
    ...entries('renewer', cluster.renewer, at('writer')),
  ];
}
