/** Versions of Aurora PostgreSQL that were offered in November 2026; regions differ (`aws rds describe-db-engine-versions`). */
const offered: ReadonlySet<string> = new Set([
  ...['15.8', '15.10', '15.12', '15.13', '15.14', '15.15', '15.17'],
  ...['16.4', '16.6', '16.8', '16.9', '16.10', '16.11', '16.13'],
  ...['17.4', '17.5', '17.6', '17.7', '17.9'],
  ...['18.3', '18.4', '18.6'],
]);

/** Whether a version was offered when this list was written; a newer one may be right all the same. */
export function isKnownVersion(version: string): boolean {
  return offered.has(version);
}

/** The parameter group family of an engine version, which follows its major number. */
export function parameterFamily(engineVersion: string): string {
  return `aurora-postgresql${majorOf(engineVersion)}`;
}

/** `17` of `17.9`. */
export function majorOf(engineVersion: string): number {
  return Number(engineVersion.split('.')[0]);
}
