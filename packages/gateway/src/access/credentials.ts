import { CausewayError } from '@causeway/schema';

/** What the challenge of a 401 says of the credentials that came with the request; nothing where none came. */
type Fault = { readonly error: 'invalid_token' };

/** UNAUTHENTICATED, with the challenge that RFC 6750 wants in `WWW-Authenticate`. */
function unauthenticated(message: string, fault?: Fault): CausewayError {
  const challenge = `Bearer realm="causeway"${fault === undefined ? '' : `, error="${fault.error}"`}`;
  return new CausewayError('UNAUTHENTICATED', message, {
    extensions: { http: { status: 401, headers: { 'www-authenticate': challenge } } },
  });
}

/** The credentials cannot be taken; `message` says why, and nothing of what was expected in their place. */
export function refusedCredentials(message: string): CausewayError {
  return unauthenticated(message, { error: 'invalid_token' });
}

/** What a request has after `Authorization: Bearer`. @throws UNAUTHENTICATED where it has none. */
export function bearerOf({ headers }: Request): string {
  const header = headers.get('authorization');
  if (header === null) throw unauthenticated('Send credentials: Authorization: Bearer, and a token or an API key');
  const [, bearer] = /^Bearer +([\w.~+/-]+=*)$/i.exec(header) ?? [];
  if (bearer === undefined) throw refusedCredentials('Authorization: send Bearer, and one token or API key');
  return bearer;
}
