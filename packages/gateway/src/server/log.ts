import { inspect } from 'node:util';

/** Something that whoever runs the gateway should know. */
export type LogEvent = {
  readonly level: 'info' | 'error';
  readonly message: string;
  /** Which request it belongs to: the value of its `x-request-id` header. */
  readonly requestId?: string;
  /** What was thrown, with its causes; never shown to a client. */
  readonly error?: unknown;
};

/** Where events go. The gateway writes nothing by itself, so that tests can listen and commands choose the form. */
export type Log = (event: LogEvent) => void;

/** Writes each event as one line of JSON, which log collectors read as it is; an error is printed with stack and causes. */
export function logTo(stream: { write(line: string): unknown }): Log {
  return ({ level, message, requestId, error }) => {
    const detail = error === undefined ? undefined : inspect(error, { depth: 6 });
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, requestId, error: detail })}\n`);
  };
}

/** Writes events for a person who watches a terminal. */
export function textLogTo(stream: { write(line: string): unknown }): Log {
  return ({ message, requestId, error }) => {
    const id = requestId === undefined ? '' : ` (request ${requestId})`;
    const detail = error === undefined ? '' : `\n${inspect(error, { depth: 6 })}`;
    stream.write(`${message}${id}${detail}\n`);
  };
}
