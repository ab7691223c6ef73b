import type { GatewayConfig } from '../config/config.ts';

/** What `causeway serve` is told by its environment, beside the topology. What the stack's settings say wins. */
export function serveVariables({ settings }: GatewayConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`CAUSEWAY_${name}`, value]));
}
