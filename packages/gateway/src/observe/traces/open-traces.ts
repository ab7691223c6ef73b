import { setTimeout as sleep } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../../server/log.ts';
import { samplerOf, type TraceEnvironment } from './sampler.ts';
import { type RequestTracing, traceRequests } from './trace-requests.ts';

/** Where traces go. */
export type TracesOptions = {
  /** The base address of an OTLP/HTTP receiver; without it, OpenTelemetry's own variables say where. */
  readonly endpoint: string | undefined;
  readonly environment: TraceEnvironment;
  readonly version: string;
  readonly log: Log;
};

/** How long a stopping process waits for its last spans to be taken. */
const flushMs = 3_000;

/**
 * Sends spans to an OTLP/HTTP receiver, in batches and beside the requests. Disposing sends what is left. Headers, time limits,
 * sampling and the service's name come from OpenTelemetry's variables.
 *
 * @throws {SamplerError} where the variables name no sampler
 */
export function openTraces({ endpoint, environment, version, log }: TracesOptions): RequestTracing & AsyncDisposable {
  const exporter = new OTLPTraceExporter(
    endpoint === undefined ? {} : { url: `${endpoint.replace(/\/$/, '')}/v1/traces` },
  );
  const processor = new BatchSpanProcessor({ exporter: reporting(exporter, log) });
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'causeway', 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new TracerProvider({ sampler: samplerOf(environment), resource, spanProcessors: [processor] });
  return {
    ...traceRequests(provider.getTracer('causeway', version)),
    async [Symbol.asyncDispose]() {
      await Promise.race([provider.shutdown().catch(() => {}), sleep(flushMs, undefined, { ref: false })]);
    },
  };
}

/** The same exporter, which says once that spans are not taken, and once that they are again. */
function reporting(exporter: SpanExporter, log: Log): SpanExporter {
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !failing)
          log({ level: 'warn', message: 'Traces are not taken by their receiver', error: result.error });
        if (!failed && failing) log({ level: 'info', message: 'Traces are taken again' });
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };
}
