import type { Registry } from 'prom-client';
import { type HttpServer, startHttp } from '../../server/start-http.ts';

/** The one path of the metrics' port. */
export const metricsPath = '/metrics';

/**
 * Serves a registry in Prometheus' text format, on an address of its own: who may scrape is decided by who can reach it, and no
 * client of GraphQL can. @throws {ListenError} where the address or port cannot be had.
 */
export async function serveMetrics(
  registry: Registry,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  return await startHttp(
    (request, response) => {
      const path = request.url?.split('?')[0];
      if (path !== metricsPath || (request.method !== 'GET' && request.method !== 'HEAD')) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end(`Metrics are at GET ${metricsPath}.\n`);
        return;
      }
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500, { 'content-type': 'text/plain' }).end('The metrics cannot be read.\n'),
      );
    },
    { host, port, otherPort: false },
  );
}
