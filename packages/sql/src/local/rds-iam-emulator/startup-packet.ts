/** What a client's first packets can say, by the protocol of PostgreSQL 7.4 and later. */
export type StartupPacket =
  /** May we speak TLS, or GSSAPI's encryption? Answered by one byte. */
  | { readonly kind: 'tls-request' }
  | { readonly kind: 'gss-request' }
  /** Ends the statement of another session, which it names by a secret; nothing is answered. */
  | { readonly kind: 'cancel'; readonly bytes: Buffer }
  /** A session begins: who, on which database, with which settings. */
  | { readonly kind: 'startup'; readonly bytes: Buffer; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'malformed'; readonly because: string };

/** Bytes of the length that every startup packet begins with; it counts itself. */
export const lengthBytes = 4;

/** PostgreSQL's own limit. */
const maxLength = 10_000;

const codes = { cancel: 80_877_102, tls: 80_877_103, gss: 80_877_104 } as const;

const protocolMajor = 3;

/** The length of the packet that begins with these four bytes, or undefined where no packet has that length. */
export function packetLength(bytes: Buffer): number | undefined {
  const length = bytes.readUInt32BE(0);
  return length >= 8 && length <= maxLength ? length : undefined;
}

/** Reads a whole startup packet, its length included. Pure; refuses what PostgreSQL refuses as a violation of the protocol. */
export function parseStartupPacket(bytes: Buffer): StartupPacket {
  const code = bytes.readUInt32BE(4);
  switch (code) {
    case codes.tls:
      return bytes.length === 8 ? { kind: 'tls-request' } : malformed('an SSLRequest of a wrong length');
    case codes.gss:
      return bytes.length === 8 ? { kind: 'gss-request' } : malformed('a GSSENCRequest of a wrong length');
    case codes.cancel:
      return { kind: 'cancel', bytes };
    default:
      return code >>> 16 === protocolMajor
        ? parseParameters(bytes)
        : malformed(`unsupported frontend protocol ${code >>> 16}.${code & 0xffff}`);
  }
}

/** Names and values, each ended by a NUL, and one more NUL at the end. */
function parseParameters(bytes: Buffer): StartupPacket {
  const texts = bytes.subarray(8).toString('utf8').split('\0');
  if (texts.length % 2 !== 0 || texts.at(-1) !== '' || texts.at(-2) !== '') {
    return malformed('invalid startup packet layout: expected terminator as last byte');
  }
  const parameters = new Map<string, string>();
  for (let index = 0; index < texts.length - 2; index += 2) {
    const [name = '', value = ''] = texts.slice(index, index + 2);
    if (name === '') return malformed('invalid startup packet layout: expected terminator as last byte');
    parameters.set(name, value);
  }
  const user = parameters.get('user') ?? '';
  return user === ''
    ? malformed('no PostgreSQL user name specified in startup packet')
    : { kind: 'startup', bytes, parameters };
}

function malformed(because: string): StartupPacket {
  return { kind: 'malformed', because };
}
