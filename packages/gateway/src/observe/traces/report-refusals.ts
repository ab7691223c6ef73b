import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Log } from '../../server/log.ts';

/** The same exporter, which says once that spans are not taken, and once that they are again. */
export function reportRefusals(exporter: SpanExporter, log: Log): SpanExporter {
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
