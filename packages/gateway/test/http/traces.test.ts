import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openObservation } from '../../src/observe/open-observation.ts';
import { reportRefusals } from '../../src/observe/traces/report-refusals.ts';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { type OtlpReceiver, type ReceivedSpan, receiveOtlp } from '../support/otlp-receiver.ts';
import { post } from '../support/post.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const newest = 'query Newest { user(id: "User:1") { orders(first: 2) { nodes { id items { nodes { id } } } } } }';

/** Asks a gateway that sends traces; it is stopped before this returns, and so has sent all. */
async function askTraced(
  { topology }: TestDatabases,
  { endpoint }: Pick<OtlpReceiver, 'endpoint'>,
  questions: readonly { readonly query: string; readonly headers?: Readonly<Record<string, string>> }[],
): Promise<readonly LogEvent[]> {
  const logged: LogEvent[] = [];
  const config = loopbackConfig({ observe: { otlpEndpoint: endpoint } });
  await using gateway = await serveTopology(topology, config, (event) => logged.push(event));
  for (const { query, headers = {} } of questions)
    await (await fetch(gateway.url, post({ query }, { headers }))).text();
  return logged;
}

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const [found, ...more] = spans.filter((span) => span.name === name);
  if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} spans ${name}, or none`);
  return found;
};

test('a request is a trace: its stages and statements within it, and it within the trace of its caller', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using receiver = await receiveOtlp();
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, 'x-request-id': 'report-7' };
  const logged = await askTraced(databases, receiver, [{ query: newest, headers }]);

  const { spans } = receiver;
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  const request = named(spans, 'query Newest');
  expect(request).toMatchObject({ parentSpanId: spanId, kind: 2 });
  expect(request.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.response.status_code': 200,
    'graphql.operation.name': 'Newest',
    'causeway.request.id': 'report-7',
    'causeway.outcome': 'ok',
  });
  const execute = named(spans, 'execute');
  for (const name of ['parse', 'validate', 'execute']) expect(named(spans, name).parentSpanId).toBe(request.spanId);
  for (const name of ['selection', 'plan', 'compile', 'SELECT users']) {
    expect(named(spans, name).parentSpanId).toBe(execute.spanId);
  }
  expect(named(spans, 'SELECT users')).toMatchObject({ kind: 3, status: { code: 0 } });
  expect(named(spans, 'SELECT users').attributes).toMatchObject({
    'db.system.name': 'postgresql',
    'causeway.cluster': 'users',
    'causeway.route': 'foreign',
    'causeway.remote.clusters': ['orders'],
    'causeway.remote.planned_scans': 2,
  });
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(startTimeUnixNano).toBeGreaterThanOrEqual(request.startTimeUnixNano);
    expect(endTimeUnixNano).toBeLessThanOrEqual(request.endTimeUnixNano);
    expect(endTimeUnixNano).toBeGreaterThanOrEqual(startTimeUnixNano);
  }
  expect(logged.find(({ message }) => message === 'request')?.fields).toMatchObject({ traceId });
});

test('a request without a trace begins one; one whose caller does not sample is not sent', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using receiver = await receiveOtlp();
  const unsampled = { traceparent: `00-${traceId}-${spanId}-00` };
  const query = '{ users { nodes { id } } }';
  const malformed = { traceparent: `00-${'0'.repeat(32)}-${spanId}-01` };
  await askTraced(databases, receiver, [{ query, headers: unsampled }, { query }, { query, headers: malformed }]);
  const requests = receiver.spans.filter(({ name }) => name === 'query');
  expect(requests).toHaveLength(2);
  for (const request of requests) {
    expect(request.parentSpanId ?? '').toBe('');
    expect(request.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
  }
  expect(receiver.spans.filter((span) => span.traceId === traceId)).toEqual([]);
});

test('a statement that failed is marked by its code', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using receiver = await receiveOtlp();
  await sql`alter server orders options (set port '1')`.execute(databases.admin('users'));
  await askTraced(databases, receiver, [{ query: '{ orders { nodes { id } } }' }]);
  const statement = named(receiver.spans, 'SELECT users');
  expect(statement.status.code).toBe(2);
  expect(statement.attributes['error.type']).toBeDefined();
  expect(named(receiver.spans, 'query').attributes).toMatchObject({ 'causeway.error.codes': ['SOURCE_UNAVAILABLE'] });
});

test('nothing that was said, or that a row holds, is sent', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using receiver = await receiveOtlp();
  const secret = 'hunter2';
  const headers = { authorization: `Bearer ${secret}`, cookie: secret, tracestate: `x=${secret}` };
  await sql`update users set name = ${secret} where id = 1`.execute(databases.admin('users'));
  await askTraced(databases, receiver, [
    { query: `{ userByEmail(email: "${secret}") { id } user(id: "User:1") { name } }`, headers },
    { query: `{ users(where: { email: { eq: "${secret}" } }) { nodes { id } } }`, headers },
    { query: `{ user(id: "${secret}") { id } }`, headers },
    { query: `{ ${secret} }`, headers },
  ]);
  expect(receiver.spans.filter(({ name }) => name === 'SELECT users').length).toBeGreaterThan(2);
  expect(receiver.bodies.join('')).not.toContain(secret);
});

test('a receiver that takes nothing costs no request and no stop, and is in the log', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using receiver = await receiveOtlp(() => 400);
  const query = '{ users { nodes { id } } }';
  const logged = await askTraced(databases, receiver, [{ query }, { query }]);
  const outcomes = logged.flatMap(({ message, fields }) => (message === 'request' ? [fields?.['outcome']] : []));
  expect(outcomes).toEqual(['ok', 'ok']);
  expect(logged.filter(({ message }) => message === 'Traces are not taken by their receiver')).toHaveLength(1);
});

test('refusals in a row are in the log once, and so is that spans are taken again', async () => {
  let status = 400;
  await using receiver = await receiveOtlp(() => status);
  const logged: string[] = [];
  const exporter = reportRefusals(new OTLPTraceExporter({ url: `${receiver.endpoint}/v1/traces` }), ({ message }) =>
    logged.push(message),
  );
  const processor = new SimpleSpanProcessor({ exporter });
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('test');
  const send = async () => {
    tracer.startSpan('sent').end();
    // It rejects with what the receiver answered, which is not looked at here.
    await processor.forceFlush().catch(() => {});
  };
  const refused = 'Traces are not taken by their receiver';
  for (const _ of [1, 2, 3]) await send();
  expect(receiver.calls).toBe(3);
  expect(logged).toEqual([refused]);
  status = 200;
  for (const _ of [1, 2]) await send();
  expect(logged).toEqual([refused, 'Traces are taken again']);
  expect(receiver.spans).toHaveLength(2);
  status = 400;
  await send();
  expect(logged).toEqual([refused, 'Traces are taken again', refused]);
  await processor.shutdown();
});

test('OpenTelemetry can be told by its own variables, and a wrong one is refused', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const open = async (environment: Readonly<Record<string, string>>) => {
    const config = loopbackConfig().observe;
    await using observation = await openObservation({
      log: () => {},
      topology: databases.topology,
      config,
      environment,
    });
    return observation.beginTrace?.(new Request('http://gateway.test/graphql'));
  };
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1';
  expect(await open({})).toBeUndefined();
  expect(await open({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  expect(await open({ OTEL_EXPORTER_OTLP_ENDPOINT })).toMatchObject({ sampled: true });
  const never = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' };
  expect(await open({ OTEL_EXPORTER_OTLP_ENDPOINT, ...never })).toMatchObject({ sampled: false });
  await expect(open({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER: 'often' })).rejects.toThrow(
    'OTEL_TRACES_SAMPLER: found "often"; write one of always_on,',
  );
  await expect(open({ OTEL_EXPORTER_OTLP_ENDPOINT, ...never, OTEL_TRACES_SAMPLER_ARG: '2' })).rejects.toThrow(
    'OTEL_TRACES_SAMPLER_ARG: found "2"; write a number from 0 to 1',
  );
});
