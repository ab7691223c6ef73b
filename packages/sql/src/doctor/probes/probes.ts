import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Kysely } from 'kysely';
import { processTokens } from '../../connect/iam-tokens.ts';
import type { SignedToken } from '../../connect/sign-token.ts';
import type { Cluster } from '../../topology/topology.ts';
import { type Entry, entriesOf, type Place } from '../places.ts';
import { after, Skipped } from '../trouble.ts';
import { within } from '../within.ts';
import { openSession, type Session } from './open-session.ts';
import { type Handshake, openTls } from './open-tls.ts';

/**
 * The ways into the clusters, each tried once however many checks need it, and each only after what it stands on: name, TLS, token,
 * session. Where an earlier one failed, a later one rejects with `Skipped`, and the checks that need it are skipped too.
 */
export type Probes = AsyncDisposable & {
  /** The addresses of the host that is dialled; itself where it is an address. */
  addresses(place: Place): Promise<readonly string[]>;
  /** Undefined where the topology wants plain text. */
  handshake(place: Place): Promise<Handshake | undefined>;
  /** Undefined for a login with a password. */
  token(entry: Entry): Promise<SignedToken | undefined>;
  session(entry: Entry): Promise<Session>;
  /** A database as one of the topology's logins; undefined where the cluster has no such login. */
  as(cluster: Cluster, purpose: Entry['purpose'], role?: Place['role']): Promise<Kysely<unknown> | undefined>;
  /** The same as administrator, or as the gateway where there is none, or none that is let in: catalogs are open to all. */
  catalogs(cluster: Cluster): Promise<Kysely<unknown>>;
};

/** Makes the probes; each look gets `limitMs`. Disposing closes every session. */
export function createProbes(limitMs: number): Probes {
  const sessions: Promise<Session>[] = [];
  const addresses = once(
    ({ endpoint }: Place) => (endpoint.via ?? endpoint).host,
    (place) => within(limitMs, lookUp(place)),
  );
  const handshake = once(placeKey, async (place) => {
    await after(addresses(place), `the host of ${place.subject} has no address`);
    return await openTls(place, limitMs);
  });
  const token = once(entryKey, async ({ place: { endpoint }, login: { user, auth } }) =>
    auth.kind === 'iam' ? await within(limitMs, processTokens.fresh({ endpoint, user, auth })) : undefined,
  );
  const session = once(entryKey, async (entry) => {
    const { place, login } = entry;
    await after(handshake(place), `no connection to ${place.subject}`);
    await after(token(entry), `no token for ${login.user}`);
    const opening = openSession(entry, limitMs);
    sessions.push(opening);
    return await opening;
  });
  const as: Probes['as'] = async (cluster, purpose, role) => {
    const entries = entriesOf(cluster).filter((entry) => entry.purpose === purpose);
    const entry = entries.find(({ place }) => place.role === role) ?? entries[0];
    if (entry === undefined) return undefined;
    return (await after(session(entry), `${entry.login.user} cannot sign in at ${entry.place.subject}`)).database;
  };
  const catalogs: Probes['catalogs'] = async (cluster) => {
    const admin = await as(cluster, 'admin').catch(() => undefined);
    const database = admin ?? (await as(cluster, 'gateway', 'writer'));
    if (database === undefined) throw new Skipped(`nobody can sign in at ${cluster.name}`);
    return database;
  };
  return {
    addresses,
    handshake,
    token,
    session,
    as,
    catalogs,
    async [Symbol.asyncDispose]() {
      const opened = await Promise.allSettled(sessions);
      await Promise.all(
        opened.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value[Symbol.asyncDispose]() : undefined)),
      );
    },
  };
}

async function lookUp({ endpoint }: Place): Promise<readonly string[]> {
  const { host } = endpoint.via ?? endpoint;
  if (isIP(host) !== 0) return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

const placeKey = ({ cluster, role }: Place) => `${cluster.name} ${role}`;
const entryKey = ({ place, login }: Entry) => `${placeKey(place)} ${login.user}`;

/** The same function, which works once for each key and then gives the same promise. */
function once<Thing, Value>(keyOf: (thing: Thing) => string, work: (thing: Thing) => Promise<Value>) {
  const known = new Map<string, Promise<Value>>();
  return (thing: Thing): Promise<Value> => {
    const key = keyOf(thing);
    const promise = known.get(key) ?? work(thing);
    known.set(key, promise);
    return promise;
  };
}
