import type { GatewayConfig } from '../config/config.ts';

/** What `causeway serve` is told by its environment, beside the topology. What the stack's settings say wins. */
export function serveVariables({ settings, dbPool }: GatewayConfig): Readonly<Record<string, string>> {
  const sessions = { HUB_LOCAL_SESSIONS: String(dbPool), HUB_HOP_SESSIONS: String(dbPool) };
  const entries = Object.entries({ ...sessions, ...settings });
  return Object.fromEntries(entries.map(([name, value]) => [`CAUSEWAY_${name}`, value]));
}
