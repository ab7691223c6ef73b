/** Rows that the hub asks another cluster for at once: pages end at 500 rows, so a level comes in one batch, or a few. */
export const fetchSize = 10_000;
