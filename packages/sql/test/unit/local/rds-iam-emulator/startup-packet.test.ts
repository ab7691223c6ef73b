import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetLength, parseStartupPacket } from '../../../../src/local/rds-iam-emulator/startup-packet.ts';

/** A packet of a code and a body, with its length before them. */
function packet(code: number, body = ''): Buffer {
  const bytes = Buffer.alloc(8 + Buffer.byteLength(body));
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(code, 4);
  bytes.write(body, 8);
  return bytes;
}

const version3 = 3 << 16;

describe('the first packet of a client', () => {
  it('begins a session, with its settings', () => {
    const bytes = packet(version3, 'user\0gateway\0database\0users\0options\0-c TimeZone=UTC\0\0');
    expect(parseStartupPacket(bytes)).toEqual({
      kind: 'startup',
      bytes,
      parameters: new Map([
        ['user', 'gateway'],
        ['database', 'users'],
        ['options', '-c TimeZone=UTC'],
      ]),
    });
  });

  it('keeps an empty value', () => {
    const parsed = parseStartupPacket(packet(version3, 'user\0u\0application_name\0\0\0'));
    expect(parsed.kind === 'startup' && parsed.parameters.get('application_name')).toBe('');
  });

  it.each([
    [80_877_103, 'tls-request'],
    [80_877_104, 'gss-request'],
    [version3 + 2, 'malformed'],
  ])('of code %d is: %s', (code, kind) => {
    expect(parseStartupPacket(packet(code)).kind).toBe(kind);
  });

  it('ends another statement', () => {
    expect(parseStartupPacket(packet(80_877_102, '12345678')).kind).toBe('cancel');
  });

  it.each([
    ['another version', packet(2 << 16), 'unsupported frontend protocol 2.0'],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n'), 'unsupported frontend protocol 12064.18516'],
    ['no user', packet(version3, 'database\0users\0\0'), 'no PostgreSQL user name specified in startup packet'],
    ['an empty user', packet(version3, 'user\0\0\0'), 'no PostgreSQL user name specified in startup packet'],
    ['no end', packet(version3, 'user\0u\0'), /terminator/],
    ['a name without a value', packet(version3, 'user\0u\0database\0\0'), /terminator/],
    ['nothing', packet(version3), /terminator/],
    ['a TLS request with more behind it', packet(80_877_103, 'x'), /wrong length/],
  ])('is refused: %s', (_, bytes, because) => {
    const parsed = parseStartupPacket(bytes);
    expect(parsed).toEqual({ kind: 'malformed', because: expect.stringMatching(because) });
  });

  it('is read without an error, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 200 }), (bytes) => {
        expect(() => parseStartupPacket(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });
});

it.each([
  [0, undefined],
  [7, undefined],
  [8, 8],
  [10_000, 10_000],
  [10_001, undefined],
  [0xffffffff, undefined],
])('a length of %d is taken for %s', (length, taken) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  expect(packetLength(bytes)).toBe(taken);
});
