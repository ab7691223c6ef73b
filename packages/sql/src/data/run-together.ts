/**
 * Runs the tasks at the same time and waits until every one has ended, so that none goes on with a transaction that is being
 * rolled back. When one fails, the signal that the tasks are given is aborted (as it is when `signal` is), and the first failure
 * is thrown.
 */
export async function runTogether(
  signal: AbortSignal | undefined,
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const controller = new AbortController();
  const shared = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const failures: unknown[] = [];
  await Promise.all(
    tasks.map(async (task) => {
      try {
        await task(shared);
      } catch (error) {
        failures.push(error);
        controller.abort(error);
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
}
