import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { startHttp } from '../../src/server/start-http.ts';

const value = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => Number(intValue)),
  z
    .object({ arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }) })
    .transform(({ arrayValue }) => arrayValue.values.map(({ stringValue }) => stringValue)),
]);
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map((attribute) => [attribute.key, attribute.value])));
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes,
  status: z.object({ code: z.number().default(0) }),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span as OTLP's JSON has it. */
export type ReceivedSpan = z.output<typeof span>;

/** A receiver of OTLP/HTTP on a port of its own. */
export type OtlpReceiver = AsyncDisposable & {
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** Everything that was sent, as it came. */
  readonly bodies: readonly string[];
  /** How often it was asked to take some, those that it refused included. */
  readonly calls: number;
};

/** Receives traces at `/v1/traces`; `status` is what it answers. */
export async function receiveOtlp(status: () => number = () => 200): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  let calls = 0;
  const server = await startHttp(
    async (incoming, response) => {
      const body = await text(incoming);
      calls += 1;
      if (status() === 200 && incoming.url === '/v1/traces') {
        bodies.push(body);
        const { resourceSpans } = request.parse(JSON.parse(body));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      }
      response.writeHead(status(), { 'content-type': 'application/json' }).end('{}');
    },
    { host: '127.0.0.1', port: 0, otherPort: false },
  );
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    spans,
    bodies,
    get calls() {
      return calls;
    },
    [Symbol.asyncDispose]: () => server.stop(0),
  };
}
