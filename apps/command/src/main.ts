import { isOutOfSpace } from '@wattline/errors';
import { createProgram } from './program.ts';
import { exitStatus, printError } from './text/error.ts';

// `| head` closes the pipe: the reader has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  if (!isOutOfSpace(error)) throw error;
  // Results that cannot be written must not look complete.
  process.exitCode = 1;
});
// A terminal that is gone, or a full disk behind `2>file`, ends nothing.
process.stderr.on('error', () => {});

try {
  await createProgram().parseAsync();
} catch (error) {
  printError(error, process.argv.includes('--json'));
  process.exitCode = exitStatus(error);
}
