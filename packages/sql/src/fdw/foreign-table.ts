/** A column of a foreign table, with the type exactly as PostgreSQL's format_type prints it (`numeric(12,2)`, `bigint`). */
export type ForeignColumn = { readonly name: string; readonly type: string; readonly notNull: boolean };

/**
 * A table or view of another cluster that the hub sees under the same name: as foreign table `<cluster>_fdw.<name>`,
 * owned by `fdw_hop`, and as view `<cluster>.<name>` over it, which the gateway reads.
 */
export type ForeignTable = {
  readonly cluster: string;
  readonly name: string;
  /** The schema that holds it in its own cluster. */
  readonly remoteSchema: string;
  readonly columns: readonly ForeignColumn[];
  /** Whether it is a view there. Tables are sampled for the hub's statistics, while a view would be read whole. */
  readonly isView: boolean;
};
