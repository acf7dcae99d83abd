import { createProgram } from './program.ts';
import { exitStatus, tellError } from './text/error.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  tellError(error, process.argv.includes('--json'));
  process.exitCode = exitStatus(error);
}
