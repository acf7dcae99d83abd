import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const built = (await build({
  configFile: false,
  root: here('../page'),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    write: false,
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2_000,
    // A classic script: browsers load no modules from file: addresses, and this runs in place.
    rolldownOptions: { input: here('../page/main.tsx'), output: { format: 'iife', codeSplitting: false } },
  },
})) as Rolldown.RolldownOutput;

const script = built.output
  .flatMap((file) => (file.type === 'chunk' ? [file.code.trim()] : []))
  .join('\n')
  // In a string of the program, this would end the element.
  .replaceAll('</script', '<\\/script');
const style = built.output
  .flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []))
  .join('\n');
const hash = createHash('sha256').update(script).digest('base64');

const parts: Record<string, string> = { script, style, hash };
const frame = await readFile(here('../page/report.html'), 'utf8');
const page = frame.replace(/(?:\/\*)?\{\{(\w+)\}\}(?:\*\/)?/g, (_, name: string) => parts[name] ?? '');
await mkdir(here('../dist'), { recursive: true });
// Whole or not at all: a service may be reading it.
const partial = here(`../dist/report-${process.pid}.html`);
await writeFile(partial, page);
await rename(partial, here('../dist/report.html'));
