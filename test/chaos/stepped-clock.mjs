// Imported before a process's own code: its clock goes by as many milliseconds as the file says, from now on.
import { readFileSync } from 'node:fs';

const file = process.env.WATTLINE_TEST_CLOCK;
const SystemDate = Date;
let stepMs = 0;

const look = () => {
  try {
    stepMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Not there yet.
  }
};
look();
setInterval(look, 100).unref();

const now = () => SystemDate.now() + stepMs;
globalThis.Date = new Proxy(SystemDate, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new SystemDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
