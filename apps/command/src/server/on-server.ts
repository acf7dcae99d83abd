import type { ServerOptions } from './open-server.ts';

export type MaybeServer = Partial<ServerOptions>;

/** Whether a command is to ask a server instead of opening stores itself. */
export const onServer = <Options extends MaybeServer>(options: Options): options is Options & ServerOptions =>
  options.server !== undefined;
