// For health checks: ends with 0 where the service inside this container answers that all is well.
const [path = '/healthz'] = process.argv.slice(2);
const url = `http://127.0.0.1:${process.env.WATTLINE_HTTP_PORT}${path}`;
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.stdout.write(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${url}: ${error}`);
  process.exitCode = 1;
}
