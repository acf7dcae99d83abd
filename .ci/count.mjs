// Counts vitest's JSON reports: the slowest files, what failed and why, because often only the end of a log is kept,
// then one line: N passed, N failed. What was skipped has failed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const SLOWEST = 15;
const MESSAGE_LINES = 6;
const LINE_LENGTH = 300;

/** The first lines of an error, and the first line of its stack. */
const firstLines = (text) => {
  const lines = stripVTControlCharacters(text).split('\n');
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  const message = stack === -1 ? lines : lines.slice(0, stack);
  return [...message.slice(0, MESSAGE_LINES), ...(stack === -1 ? [] : [lines[stack]])]
    .map((line) => `    ${line.slice(0, LINE_LENGTH)}\n`)
    .join('');
};

/** Each test of a file that failed or was skipped; and the file itself, where it could not be loaded or ended early. */
const notPassed = ({ name, status, message, assertionResults }) => {
  const tests = assertionResults.filter((test) => test.status !== 'passed');
  const found = tests.map(
    ({ ancestorTitles, title, status: how, failureMessages }) =>
      `  ${relative('', name)} > ${[...ancestorTitles, title].filter(Boolean).join(' > ')}: ${how}\n` +
      failureMessages.map(firstLines).join(''),
  );
  if (status === 'passed' || (message === '' && tests.some((test) => test.status === 'failed'))) return found;
  return [
    `  ${relative('', name)}: failed\n${firstLines(message || 'in a hook, or with its process: the log above says more')}`,
    ...found,
  ];
};

let passed = 0;
let failed = 0;
const files = [];
const problems = [];
for (const file of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, testResults } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  if (numPendingTests > 0) process.stdout.write(`${numPendingTests} tests were skipped: in CI none may be\n`);
  passed += numPassedTests;
  failed += numPendingTests + (numFailedTests === 0 ? numFailedTestSuites : numFailedTests);
  for (const { name, startTime, endTime } of testResults)
    files.push({ name: relative('', name), seconds: Math.round((endTime - startTime) / 1000) });
  problems.push(...testResults.flatMap(notPassed));
}
files.sort((a, b) => b.seconds - a.seconds);
process.stdout.write('the slowest files, s:\n');
for (const { name, seconds } of files.slice(0, SLOWEST))
  process.stdout.write(`  ${String(seconds).padStart(4)} ${name}\n`);
if (problems.length > 0) process.stdout.write(`what did not pass:\n${problems.join('')}`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
