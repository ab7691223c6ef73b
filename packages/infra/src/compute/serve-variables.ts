import type { GatewayConfig } from '../config/config.ts';

/** The settings one of which says who may ask; `serve` does not start without any. */
const whoMayAsk = ['TOKEN_ISSUER', 'API_KEYS', 'OPEN_TO_EVERYBODY'];

/** Whether settings say who may ask. */
export function saysWhoMayAsk(settings: Readonly<Record<string, unknown>>): boolean {
  return whoMayAsk.some((name) => settings[name] !== undefined);
}

/** What `causeway serve` is told by its environment, beside the topology. What the stack's settings say wins. */
export function serveVariables({ settings, dbPool }: GatewayConfig): Readonly<Record<string, string>> {
  const sessions = { HUB_LOCAL_SESSIONS: String(dbPool), HUB_HOP_SESSIONS: String(dbPool) };
  // Where the stack does not say who may ask, what stands in front of the gateway decides who reaches it.
  const entries = Object.entries({
    ...sessions,
    ...(saysWhoMayAsk(settings) ? {} : { OPEN_TO_EVERYBODY: 'true' }),
    ...settings,
  });
  return Object.fromEntries(entries.map(([name, value]) => [`CAUSEWAY_${name}`, value]));
}

/** Those of them that say how many sessions each task opens: the bootstrap counts with what the service is told. */
export function hubVariables(config: GatewayConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(serveVariables(config)).filter(([name]) => name.startsWith('CAUSEWAY_HUB_')),
  );
}
