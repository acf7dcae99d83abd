import { createProgram } from './program.ts';
import { exitStatus, tellError } from './text/error.ts';

// Whoever reads the output has seen enough, as with `| head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  tellError(error, process.argv.includes('--json'));
  process.exitCode = exitStatus(error);
}
