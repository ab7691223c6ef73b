/** The database users that sign in with a token; migrations and `causeway fdw apply` make them. */
export const databaseUsers = {
  /** Reads tables and views, for queries. */
  gateway: 'gateway',
  /** Reads a cluster for the hub's foreign tables. */
  hop: 'fdw_reader',
  /** Writes the hop's token into the hub's user mappings, and does nothing else. */
  renewer: 'fdw_renewer',
} as const;

/** The owner of a cluster's tables. Its password is kept and rotated by RDS; only the bootstrap task reads it. */
export const masterUser = 'postgres';
