// Counts what vitest's JSON reports tell, as one line: N passed, N failed. What was skipped has failed.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  if (numPendingTests > 0) console.log(`${numPendingTests} tests were skipped: in CI none may be`);
  passed += numPassedTests;
  failed += numPendingTests + (numFailedTests === 0 ? numFailedTestSuites : numFailedTests);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
