import { openFleet, stopSignal } from '@wattline/bootstrap';
import { reportError } from '@wattline/errors';
import { readStatusConfig } from './config.ts';
import { startStatus } from './start-status.ts';

const signal = stopSignal();
try {
  const config = readStatusConfig(process.env);
  const status = await startStatus({
    config,
    environment: process.env,
    fleet: await openFleet(config, process.env),
    // The supervisor prints what happens.
    onEvent: (event) => {
      if (process.connected) process.send?.({ event });
    },
  });
  process.send?.({ ready: true, url: status.url });
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await status.stop();
  if (process.connected) process.disconnect();
} catch (error) {
  const { code, message, remedy } = reportError(error);
  process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
  process.exit(1);
}
