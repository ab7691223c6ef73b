import type { TokenReading } from '@causeway/sql';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Where ages are read. */
type CredentialReadings = {
  readonly tokens: () => readonly TokenReading[];
  /** Absent where this process has no part in renewing. */
  readonly hopRenewalAge: (() => number | undefined) | undefined;
};

/** Reads the ages of what signs connections at each scrape. */
export function credentialMetrics(register: Registry, { tokens, hopRenewalAge }: CredentialReadings): void {
  const registers = [register];
  new Gauge({
    name: 'causeway_iam_token_age_seconds',
    help: 'Since the newest IAM token of a login was signed; one is signed where a connection opens and the last is 10 minutes old',
    labelNames: ['user', 'host'] as const,
    registers,
    collect() {
      for (const { user, host, ageSeconds } of tokens()) {
        if (ageSeconds !== undefined) this.set({ user, host }, ageSeconds);
      }
    },
  });
  new Counter({
    name: 'causeway_iam_token_failures_total',
    help: 'How often an IAM token of a login could not be signed',
    labelNames: ['user', 'host'] as const,
    registers,
    collect() {
      this.reset();
      for (const { user, host, failures } of tokens()) this.inc({ user, host }, failures);
    },
  });
  if (hopRenewalAge === undefined) return;
  new Gauge({
    name: 'causeway_hop_renewal_age_seconds',
    help: "Since the hops' tokens were last renewed, which live 900 s; NaN while another process renews",
    registers,
    collect() {
      this.set(hopRenewalAge() ?? Number.NaN);
    },
  });
}
