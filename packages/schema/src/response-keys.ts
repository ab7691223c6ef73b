/*
 * Keys that a statement writes into its JSON besides response keys. GraphQL names have no "!", so they meet no alias.
 */

/** Under it stands the GraphQL type of a row, where the schema says only that it is a Node. */
export const TYPE_KEY = '!type';

/** In an object that stands for what a cluster whose part is missing would have given: the cluster. */
export const UNAVAILABLE_KEY = '!unavailable';

/** Beside it: why the part is missing. */
export const BECAUSE_KEY = '!because';
