import type { WriteMarks } from '@causeway/sql';
import type { Plugin } from 'graphql-yoga';
import { badRequest } from './use-request-form.ts';
import { formatWriteMarks, parseWriteMarks, WriteMarksFault } from './write-marks.ts';

/** The header by which a client names its writes, and by which an answer says which ones it contains. */
export const writeMarksHeader = 'causeway-after';

const marksOf = new WeakMap<Request, WriteMarks>();

/** The writes that a request's answer has to contain; undefined where it names none. */
export function requestedWrites(request: Request): WriteMarks | undefined {
  return marksOf.get(request);
}

/** Reads which writes an answer has to contain, and repeats them in the answer, for the client's next request. */
export function useWriteMarks(clusters: readonly string[]): Plugin {
  return {
    onRequestParse({ request }) {
      const text = request.headers.get(writeMarksHeader);
      if (text === null) return;
      try {
        marksOf.set(request, parseWriteMarks(text, clusters));
      } catch (error) {
        if (error instanceof WriteMarksFault) throw badRequest(400, `${writeMarksHeader}: ${error.message}`);
        throw error;
      }
    },
    onResponse({ request, response }) {
      const marks = marksOf.get(request);
      if (marks !== undefined) response.headers.set(writeMarksHeader, formatWriteMarks(marks));
    },
  };
}
