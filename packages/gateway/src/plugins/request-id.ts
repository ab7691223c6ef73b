import { randomUUID } from 'node:crypto';

const idOf = new WeakMap<Request, string>();

/** What is taken from a client or a proxy: longer or stranger values could forge lines of a log. */
const wellFormed = /^[\w.:-]{1,128}$/;

/** The id of a request: what a proxy in front gave it in `x-request-id`, or one of our own. Always the same for one request. */
export function requestId(request: Request): string {
  const known = idOf.get(request);
  if (known !== undefined) return known;
  const given = request.headers.get('x-request-id');
  const id = given !== null && wellFormed.test(given) ? given : randomUUID();
  idOf.set(request, id);
  return id;
}
