// Locks the given folder, tells so, and does nothing more.
import { lockFolder } from '../lock.ts';

lockFolder(process.argv[2] ?? '');
process.send?.('locked');
setInterval(() => {}, 60_000);
