import { join } from 'node:path';
import { root } from '../paths.ts';
import { startService } from '../running-service.ts';
import { type Asked, type OpenLoad, openLoad } from './open-loop.ts';

interface Bare {
  readonly load: OpenLoad;
  /** ms of processor time a request. */
  readonly cpu: number;
}

const WARM_UP_SECONDS = 2;

/** Asks a server that does nothing but to answer so many bytes after so long. */
const measureBare = async (
  next: (request: number) => Asked,
  of: {
    readonly bytes: number;
    readonly busyMs: number;
    readonly perSecond: number;
    readonly seconds: number;
  },
): Promise<Bare> => {
  const settings = { BARE_BYTES: String(of.bytes), BARE_BUSY_MS: String(of.busyMs) };
  const running = await startService(join(root, 'bench/src/serve/bare-server.ts'), '', settings);
  const asked = (request: number): Asked => ({ ...next(request), check: undefined });
  const { url } = running;
  try {
    await openLoad({ url, next: asked, perSecond: of.perSecond, seconds: WARM_UP_SECONDS });
    const before = running.cpuMs();
    const load = await openLoad({ url, next: asked, perSecond: of.perSecond, seconds: of.seconds });
    return { load, cpu: (running.cpuMs() - before) / load.requests };
  } finally {
    await running.stop();
  }
};

/**
 * The same requests to a server that answers as many bytes and takes as much processor time, with nothing held and
 * nothing to collect: what is left of its latency is the machine's, and that of the process that asks.
 */
export const loadBare = async (
  next: (request: number) => Asked,
  of: { readonly bytes: number; readonly cpu: number; readonly perSecond: number; readonly seconds: number },
): Promise<Bare> => {
  const { cpu: own } = await measureBare(next, { ...of, busyMs: 0, seconds: WARM_UP_SECONDS });
  return measureBare(next, { ...of, busyMs: Math.max(0, of.cpu - own) });
};
