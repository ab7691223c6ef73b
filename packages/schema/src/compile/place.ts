/** The column of a page's rows that holds a row's place in its list, from 1. No table has a column of that name. */
export const PLACE = '#';
