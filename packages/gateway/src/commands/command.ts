import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Environment } from '../config/from-environment.ts';
import type { Screen, ShowStep } from '../progress/show-steps.ts';

/** What a command gets from the process that runs it. */
export type CommandContext = {
  /** For what was asked for: tables, schemas, addresses. */
  readonly out: Screen;
  /** For everything about it: progress, warnings, logs. */
  readonly err: Screen;
  /** Shows a step on `err`; refuses to begin one once `stop` is aborted. */
  readonly step: ShowStep;
  /** Aborted, with a `StopRequest`, when the process is asked to stop. */
  readonly stop: AbortSignal;
  /** The process's variables. */
  readonly environment: Environment;
};

/** Every file of this folder exports one of these. */
export type MakeCommand = (context: CommandContext) => CommandUnknownOpts;

/** An outcome that the exit code tells: what was looked for does not hold. `message` says what to do. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/** `--topology FILE`, or the environment variable. Where it is optional, its absence means the local clusters. */
export function topologyOption() {
  return new Option('--topology <file>', 'the clusters, as JSON').env('CAUSEWAY_TOPOLOGY');
}

/** Reads a number of things, at least one. */
export function parseCount(text: string): number {
  if (!/^0*[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
