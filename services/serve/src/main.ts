import { enableCompileCache, flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// What is held is small, and lives long; what is made on the way to it is large, and does not. By default the heap would
// stay several times as large as what is in it.
setFlagsFromString('--heap-growing-percent=20');
// Before anything large is loaded: compiled code is kept for the next start.
enableCompileCache();
const { stopSignal } = await import('@wattline/bootstrap');
const signal = stopSignal();
try {
  const { readServeConfig } = await import('./config.ts');
  const { startServe } = await import('./start-serve.ts');
  const serve = await startServe({ config: readServeConfig(process.env), environment: process.env });
  process.send?.({ ready: true, rows: serve.url });
  // Else what is compiled is kept when the process ends by itself, which a killed one does not.
  flushCompileCache();
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await serve.stop();
  if (process.connected) process.disconnect();
} catch (error) {
  const { reportError } = await import('@wattline/errors');
  const { code, message, remedy } = reportError(error);
  process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
  process.exit(1);
}
