import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A process of its own: answers each request with so many bytes, after so long of processor time, and does nothing else.
const [bytes, busyMs] = [Number(process.env.BARE_BYTES), Number(process.env.BARE_BUSY_MS)];
const answer = Buffer.alloc(bytes, ' ');

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const until = performance.now() + busyMs;
    while (performance.now() < until);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
