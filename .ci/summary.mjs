// Prints the last line of .ci/run and exits 1 where anything failed. Arguments: vitest's JSON report, its exit code, and the number
// of steps that failed before the tests. Runs on the Node that is there, so that it works when nothing else does.
import { readFileSync } from 'node:fs';

const [report = '', exitCode = '1', failedSteps = '0'] = process.argv.slice(2);

let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { status, assertionResults } of testResults) {
    const count = (wanted) => assertionResults.filter((test) => wanted.includes(test.status)).length;
    passed += count(['passed']);
    skipped += count(['skipped', 'pending', 'todo']);
    // A file that broke outside of its tests failed too.
    failed += count(['failed']) || (status === 'failed' ? 1 : 0);
  }
} catch (error) {
  process.stdout.write(`There is no report of the tests: ${error.message}\n`);
}
// Errors that belong to no test (a crash, an unhandled rejection) show in the exit code alone.
if (exitCode !== '0' && failed === 0) failed = 1;
failed += Number(failedSteps);

process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed === 0 ? 0 : 1;
