// For unit tests: whatever starts a process or opens a connection throws, with what to do.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const refuse = (what: string) => (): never => {
  throw new Error(
    `a unit test ${what}\n  remedy: test it without, or list the file in vitest.unit.config.ts: it then runs in npm test alone`,
  );
};

for (const name of ['spawn', 'spawnSync', 'fork', 'exec', 'execSync', 'execFile', 'execFileSync'] as const)
  Object.assign(childProcess, { [name]: refuse('starts a process') });
Object.assign(net.Socket.prototype, { connect: refuse('opens a connection') });
Object.assign(net.Server.prototype, { listen: refuse('listens on a port') });
Object.assign(dgram.Socket.prototype, { bind: refuse('listens on a port'), send: refuse('sends a packet') });
syncBuiltinESMExports();
