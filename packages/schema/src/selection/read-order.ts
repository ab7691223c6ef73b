import type { Direction } from '../catalog/catalog.ts';

/** One ordering as it was asked for: a value of the GraphQL enum, and a direction. */
export type OrderRequest = { readonly by: string; readonly direction: Direction };

/** Reads `orderBy`: a field that is given twice counts once, first. None and null ask for the usual order. */
export function readOrder(value: unknown): readonly OrderRequest[] {
  const requests = (Array.isArray(value) ? value : []).flatMap(readRequest);
  return requests.filter(({ by }, index) => requests.findIndex((request) => request.by === by) === index);
}

/** Reads one ordering. */
export function readRequest(value: unknown): readonly OrderRequest[] {
  if (typeof value !== 'object' || value === null || !('field' in value) || !('direction' in value)) return [];
  return [{ by: String(value.field), direction: value.direction === 'DESC' ? 'desc' : 'asc' }];
}
