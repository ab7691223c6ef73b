/** A column of an index, with its direction where the order counts. */
export type IndexColumn = { readonly column: string; readonly direction?: 'asc' | 'desc' };

/** An index that queries count on. `cluster` and `table` name it where it is to stand; `table` as the hub's list of foreign tables has it. */
export type WantedIndex = {
  readonly cluster: string;
  readonly table: string;
  readonly columns: readonly IndexColumn[];
  /** What gets slow without it: `orders of a user`. */
  readonly purpose: string;
};

/** An index as it stands: whole, valid, of a kind that orders. */
export type PresentIndex = {
  readonly columns: readonly { readonly column: string | null; readonly direction: 'asc' | 'desc' }[];
};

/**
 * Whether an index serves: its first columns are the wanted ones, in the wanted directions or all in the opposite, since indexes are
 * read both ways. A column without direction is looked up by its value, so that its direction is all one. Pure.
 */
export function serves({ columns: wanted }: Pick<WantedIndex, 'columns'>, { columns: present }: PresentIndex): boolean {
  const pairs = wanted.map((column, index) => ({ column, other: present[index] }));
  const fits = (turned: boolean) =>
    pairs.every(
      ({ column: { column, direction }, other }) =>
        other?.column === column && (direction === undefined || (direction === other.direction) !== turned),
    );
  return fits(false) || fits(true);
}
