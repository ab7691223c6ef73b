import { setTimeout as sleep } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../../server/log.ts';
import { reportRefusals } from './report-refusals.ts';
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
  const processor = new BatchSpanProcessor({ exporter: reportRefusals(exporter, log) });
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
