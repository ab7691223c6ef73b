import type { Check } from './check.ts';
import { clocksCheck } from './checks/clocks.ts';
import { collationsCheck } from './checks/collations.ts';
import { connectionsCheck } from './checks/connections.ts';
import { driftCheck } from './checks/drift.ts';
import { hopsCheck } from './checks/hops.ts';
import { indexesCheck } from './checks/indexes.ts';
import { leaksCheck } from './checks/leaks.ts';
import { namesCheck } from './checks/names.ts';
import { readersCheck } from './checks/readers.ts';
import { rolesCheck } from './checks/roles.ts';
import { signInsCheck } from './checks/sign-ins.ts';
import { statisticsCheck } from './checks/statistics.ts';
import { tlsCheck } from './checks/tls.ts';
import { tokensCheck } from './checks/tokens.ts';
import { topologyCheck } from './checks/topology.ts';
import { versionsCheck } from './checks/versions.ts';

/** All checks, in the order in which they are reported: what others stand on comes first. */
export const checks: readonly Check[] = [
  topologyCheck,
  namesCheck,
  tlsCheck,
  tokensCheck,
  signInsCheck,
  clocksCheck,
  versionsCheck,
  collationsCheck,
  rolesCheck,
  leaksCheck,
  hopsCheck,
  driftCheck,
  readersCheck,
  indexesCheck,
  statisticsCheck,
  connectionsCheck,
];
