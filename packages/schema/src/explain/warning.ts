/** Something costly that a plan does, in words for whoever wrote the operation. */
export type Warning = {
  /** The fetch that it is about, as the printed plan names it, or the part of it. */
  readonly fetch: string;
  readonly kind:
    | 'ranked on the hub'
    | 'ordered on the hub'
    | 'reads everything'
    | 'all keys travel'
    | 'parts travel'
    | 'no index'
    | 'sent repeatedly'
    | 'many rows travel';
  readonly message: string;
};
