/** Why a server ends a session, as its ErrorResponse says it. */
export type FatalError = { readonly code: string; readonly message: string };

/** An ErrorResponse of severity FATAL: after it the server closes the connection. */
export function fatalMessage({ code, message }: FatalError): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`].map((field) => `${field}\0`).join('');
  return withLength('E', Buffer.from(`${fields}\0`));
}

/** AuthenticationCleartextPassword: what RDS asks for where it expects a token. */
export function cleartextPasswordRequest(): Buffer {
  const request = Buffer.alloc(4);
  request.writeUInt32BE(3);
  return withLength('R', request);
}

function withLength(type: 'E' | 'R', body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
