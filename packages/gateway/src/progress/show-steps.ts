import { setInterval } from 'node:timers';
import { Listr } from 'listr2';

/** Says where a step is, in a few words; calling it often is fine. */
export type Report = (state: string) => void;

/** Runs one step of a command while showing its title, what it reports, and how it ended. */
export type ShowStep = <Result>(
  title: string,
  work: (report: Report) => Promise<Result>,
  /** What to say of the result beside the title. */
  describe?: (result: Result) => string,
) => Promise<Result>;

/** Something to write on; a terminal says so. */
export type Screen = { write(text: string): unknown; readonly isTTY?: boolean };

/** How often a step that goes on says where it is when nothing can be redrawn. */
const plainReportMs = 2_000;

/**
 * The same display for work that may be asked to stop: no step begins after that, and a step that then fails counts as
 * stopped, since Ctrl-C also reaches the programs that it runs.
 */
export function stoppable(step: ShowStep, stop: AbortSignal): ShowStep {
  return async (title, work, describe) => {
    stop.throwIfAborted();
    try {
      return await step(title, work, describe);
    } catch (error) {
      stop.throwIfAborted();
      throw error;
    }
  };
}

/** Shows steps on a terminal with a spinner that is redrawn (`live`), or as plain lines, where output goes to a file or a pipe. */
export function stepDisplay(screen: Screen, live: boolean, reportMs = plainReportMs): ShowStep {
  return live ? showLive : showPlain(screen, reportMs);
}

const showLive: ShowStep = async (title, work, describe) => {
  let outcome: { readonly result: Awaited<ReturnType<typeof work>> } | undefined;
  const list = new Listr(
    {
      title,
      task: async (_, task) => {
        const result = await work((state) => {
          task.output = state;
        });
        outcome = { result };
        if (describe !== undefined) task.title = `${title}: ${describe(result)}`;
      },
    },
    // Signals are the command's to handle, and a failure is printed once, at the end.
    { registerSignalListeners: false, rendererOptions: { showErrorMessage: false } },
  );
  await list.run();
  if (outcome === undefined) throw new Error(`The step "${title}" ended without a result.`);
  return outcome.result;
};

function showPlain(screen: Screen, reportMs: number): ShowStep {
  return async (title, work, describe) => {
    screen.write(`${title} ...\n`);
    let latest: string | undefined;
    let shown: string | undefined;
    const timer = setInterval(() => {
      if (latest === shown || latest === undefined) return;
      shown = latest;
      screen.write(`${title}: ${shown}\n`);
    }, reportMs);
    try {
      const result = await work((state) => {
        latest = state;
      });
      screen.write(`${title}: ${describe?.(result) ?? 'done'}\n`);
      return result;
    } finally {
      clearInterval(timer);
    }
  };
}
