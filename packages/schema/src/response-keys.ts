/*
 * Keys that a statement writes into its JSON besides response keys. GraphQL names have no "!", so they meet no alias.
 */

/** Under it stands the GraphQL type of a row, where the schema says only that it is a Node. */
export const TYPE_KEY = '!type';

/** The one key of an object that stands for what a cluster which does not answer would have given; its value is the cluster. */
export const UNAVAILABLE_KEY = '!unavailable';
