import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Endpoint } from '../../topology/topology.ts';
import type { IamUsers } from './iam-users.ts';
import { negotiate } from './negotiate.ts';
import type { RateLimit } from './rate-limit.ts';
import { plainTextRefusal, protocolViolation, serverUnavailable } from './refusal.ts';
import { connectServer, passOn, type ServerAddress } from './server-behind.ts';
import { type FatalError, fatalMessage } from './server-messages.ts';
import { checkSignIn } from './sign-in.ts';
import type { TokenRules } from './verify-token.ts';

/** What one emulator holds all its clients to. */
export type SessionRules = Pick<TokenRules, 'endpoint' | 'region' | 'findCredentials'> & {
  readonly context: SecureContext;
  readonly limit: RateLimit;
  /** The server that a new client is led to, asked for each as a name is resolved for each; a cancel request is sent to it too. */
  readonly findServer: () => ServerBehind;
  /** How long a client may take from its connection to its password, in milliseconds. */
  readonly signInTimeoutMs: number;
  /** How long a client may take none of its last bytes once the server has closed, in milliseconds. */
  readonly partingMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onSignIn: (event: SignInEvent) => void;
};

/** A real server. */
export type ServerBehind = {
  /** Where users with passwords are passed on to. */
  readonly endpoint: Endpoint;
  /** Where users whose token holds are signed in without one. */
  readonly trusted: ServerAddress;
  readonly iamUsers: Pick<IamUsers, 'has'>;
};

/** What became of a client that said who it is. */
export type SignInEvent = {
  readonly outcome: 'signed in by token' | 'passed on with its password' | 'refused';
  readonly user: string;
  readonly database: string;
  /** `application_name`; empty where the client gave none. */
  readonly application: string;
  /** `TLSv1.3`, `TLSv1.2`, or undefined for plain text. */
  readonly tls: string | undefined;
  /** Why it was refused; never shown to the client. */
  readonly because?: string;
};

/** Takes one client from its first byte to its last. Settles when it is gone; never rejects. */
export async function serveClient(socket: Socket, rules: SessionRules): Promise<void> {
  const patience = AbortSignal.timeout(rules.signInTimeoutMs);
  const negotiated = await negotiate(socket, rules.context, patience);
  if (negotiated === undefined) {
    socket.destroy();
    return;
  }
  const { stream, tls, packet } = negotiated;
  const { endpoint, trusted, iamUsers } = rules.findServer();
  if (packet.kind === 'malformed') return end(stream, protocolViolation(packet.because));
  if (packet.kind === 'cancel') return await openServer(stream, endpoint, packet.bytes, rules);

  const user = packet.parameters.get('user') ?? '';
  const database = packet.parameters.get('database') ?? user;
  const who = { user, database, application: packet.parameters.get('application_name') ?? '', tls };
  const refuse = (because: string, error: FatalError) => {
    rules.onSignIn({ ...who, outcome: 'refused', because });
    end(stream, error);
  };
  if (tls === undefined) {
    return refuse('plain text', plainTextRefusal({ user, database, clientAddress: socket.remoteAddress ?? '' }));
  }
  const signsIn = await iamUsers.has(user).catch(() => undefined);
  if (signsIn === undefined) return refuse('the server does not answer', serverUnavailable);
  if (signsIn) {
    const refusal = await checkSignIn(stream, { ...rules, user, now: rules.now() }, rules.limit, patience);
    if (refusal !== undefined) return refuse(refusal.because, refusal.error);
  }
  rules.onSignIn({ ...who, outcome: signsIn ? 'signed in by token' : 'passed on with its password' });
  await openServer(stream, signsIn ? trusted : endpoint, packet.bytes, rules);
}

/** Hands the client to the real server, which gets the client's own first packet and answers it. */
async function openServer(
  stream: Socket,
  address: ServerAddress,
  first: Buffer,
  { partingMs }: Pick<SessionRules, 'partingMs'>,
): Promise<void> {
  const server = await connectServer(address);
  if (server === undefined) return end(stream, serverUnavailable);
  server.write(first);
  await passOn(stream, server, partingMs);
}

function end(stream: Socket, error: FatalError): void {
  stream.end(fatalMessage(error));
  stream.destroySoon();
}
