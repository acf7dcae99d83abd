import { isOutOfSpace } from '@wattline/errors';
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
  // It takes longest to load: it starts before the command line is read.
  if (process.argv[2] === 'run') (await import('./chain/run-process.ts')).runProcess();
  const { createProgram } = await import('./program.ts');
  await createProgram().parseAsync();
} catch (error) {
  printError(error, process.argv.includes('--json'));
  process.exitCode = exitStatus(error);
}
