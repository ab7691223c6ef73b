import { z } from 'zod';
import { list, text, whole } from '../kind.ts';
import { option, optional } from '../option.ts';

const write = 'an address that begins with http:// or https://';
const httpAddress = { ...text(write), schema: z.url({ protocol: /^https?$/, error: `write ${write}` }) };

/** What the gateway shows of itself. */
export const observe = z.strictObject({
  metricsPort: optional(whole(0, 65_535), {
    name: 'metrics-port',
    about: 'TCP port where Prometheus reads metrics; without it nothing is counted',
  }),
  metricsHost: option(text('a host name or an address to listen on'), {
    name: 'metrics-host',
    fallback: '127.0.0.1',
    about: 'address of the port for metrics: whoever reaches it may read them',
  }),
  metricsOperations: option(list(text('the name of an operation')), {
    name: 'metrics-operations',
    fallback: [],
    about:
      'operations that metrics tell apart by name, beside those of trusted documents; all others are counted as one',
  }),
  otlpEndpoint: optional(httpAddress, {
    name: 'otlp-endpoint',
    about: "where traces are sent by OTLP/HTTP; OpenTelemetry's own OTEL_EXPORTER_OTLP_ENDPOINT does the same",
  }),
});
