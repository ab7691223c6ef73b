import { pino } from 'pino';
import { logError } from '../observe/log-error.ts';
import type { Screen } from '../progress/show-steps.ts';

/** Something that whoever runs the gateway should know. None of it may be a value of a request or a row, or a secret. */
export type LogEvent = {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  /** Which request it belongs to: the value of its `x-request-id` header. */
  readonly requestId?: string;
  /** What was thrown, with its causes; never shown to a client. */
  readonly error?: unknown;
  /** More to search by. What is undefined is left out. */
  readonly fields?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
};

/** Where events go. The gateway writes nothing by itself, so that tests can listen and commands choose the form. */
export type Log = (event: LogEvent) => void;

/**
 * A log on a stream: one line of JSON an event, which log collectors read as it is, or, where a person watches a terminal, text in
 * colours.
 */
export async function openLog(stream: Screen): Promise<Log> {
  return logTo(stream.isTTY === true ? await prettyStream(stream) : stream);
}

/** Writes each event as one line of JSON: `time`, `level`, `message`, `requestId`, `error`, and the event's own fields. */
export function logTo(stream: Screen): Log {
  const logger = pino(
    {
      base: null,
      messageKey: 'message',
      errorKey: 'error',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { error: (error: unknown) => logError(error) },
    },
    stream,
  );
  return ({ level, message, requestId, error, fields }) =>
    logger[level]({ requestId, ...fields, ...(error === undefined ? {} : { error }) }, message);
}

/** Loaded where a terminal is there: a server never needs it. */
async function prettyStream(stream: Screen): Promise<Screen> {
  const { prettyFactory } = await import('pino-pretty');
  const prettify = prettyFactory({
    colorize: true,
    messageKey: 'message',
    errorLikeObjectKeys: ['error'],
    singleLine: true,
    // Of use to a program only.
    ignore: 'document,method,path,operationType',
    translateTime: 'SYS:HH:MM:ss',
  });
  return { write: (line) => stream.write(prettify(line)) };
}
