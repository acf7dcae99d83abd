// Counts vitest's JSON reports, as one line: N passed, N failed. What was skipped has failed.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  if (numPendingTests > 0) process.stdout.write(`${numPendingTests} tests were skipped: in CI none may be\n`);
  passed += numPassedTests;
  failed += numPendingTests + (numFailedTests === 0 ? numFailedTestSuites : numFailedTests);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
