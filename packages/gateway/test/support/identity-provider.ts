import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type HttpServer, startHttp } from '../../src/server/start-http.ts';

/** Claims of a token by name; one that is undefined is left out. */
export type Claims = Readonly<Record<string, unknown>>;

/** Signs tokens, and publishes its keys over HTTP as identity providers do. */
export type IdentityProvider = AsyncDisposable & {
  readonly issuer: string;
  readonly audience: string;
  readonly keysUrl: URL;
  /** How often its keys were asked for. */
  readonly asked: () => number;
  /** A token with these claims beside the usual ones; a claim that is undefined is left out. */
  token(claims?: Claims): Promise<string>;
  /** A token signed with a key of its own, which it does not publish. */
  forgedToken(): Promise<string>;
  /** Signs with a new key from now on, and publishes it beside the old ones. */
  rotate(): Promise<void>;
  /** What it answers when asked for its keys: the keys, an error, or nothing at all. */
  behave(how: 'well' | 'failing' | 'silent'): void;
};

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const [issuer, audience] = ['https://identity.test/', 'causeway'];
  const makeKey = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
  };
  const keys = [await makeKey('first')];
  let asked = 0;
  let behaviour: Parameters<IdentityProvider['behave']>[0] = 'well';
  const server: HttpServer = await startHttp(
    (_request, response) => {
      asked += 1;
      if (behaviour === 'silent') return;
      response.writeHead(behaviour === 'well' ? 200 : 500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    },
    { host: '127.0.0.1', port: 0, otherPort: false },
  );
  const sign = (claims: Claims, key: (typeof keys)[number] | undefined) => {
    if (key === undefined) throw new Error('There is no key');
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: issuer, aud: audience, sub: 'somebody', iat: now, exp: now + 300, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey);
  };
  return {
    issuer,
    audience,
    keysUrl: new URL(`http://127.0.0.1:${server.port}/keys`),
    asked: () => asked,
    token: (claims = {}) => sign(claims, keys.at(-1)),
    forgedToken: async () => sign({}, { ...(await makeKey('first')) }),
    rotate: async () => void keys.push(await makeKey(`key${keys.length + 1}`)),
    behave: (how) => {
      behaviour = how;
    },
    [Symbol.asyncDispose]: () => server.stop(0),
  };
}
