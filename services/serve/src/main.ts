import { stopSignal } from '@wattline/bootstrap';
import { reportError } from '@wattline/errors';
import { readServeConfig } from './config.ts';
import { startServe } from './start-serve.ts';

const signal = stopSignal();
try {
  const serve = await startServe({ config: readServeConfig(process.env), environment: process.env });
  process.send?.({ ready: true, rows: serve.url });
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await serve.stop();
  if (process.connected) process.disconnect();
} catch (error) {
  const { code, message, remedy } = reportError(error);
  process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
  process.exit(1);
}
