import type { DataCluster } from '../load-transaction.ts';
import type { CsvTableName } from './csv-tables.ts';

/**
 * How far an import is: reading a file, checking all rows together, filling a table, rebuilding an index or
 * constraint, vacuuming what is loaded.
 */
export type ImportProgress =
  | {
      readonly step: 'read';
      readonly file: string;
      readonly rows: number;
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | { readonly step: 'check' }
  | { readonly step: 'insert'; readonly cluster: DataCluster; readonly table: CsvTableName; readonly rows: number }
  | {
      readonly step: 'indexes';
      readonly cluster: DataCluster;
      readonly name: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly step: 'vacuum' };

/** How an import is watched and ended. */
export type ImportWatch = {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Aborting it ends the import at the next step; nothing stays, unless all of it is committed. */
  readonly signal?: AbortSignal;
};
