import type { Reporter, TestModule } from 'vitest/node';

/** Lists the skipped tests with the reason that each gave (`context.skip(condition, reason)`), which no other reporter collects. */
export default class SkippedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' ? result.note : undefined;
        process.stdout.write(
          `skipped: ${module.relativeModuleId} > ${test.fullName}: ${reason ?? 'no reason given'}\n`,
        );
      }
    }
  }
}
