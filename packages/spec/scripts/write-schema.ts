import { writeFileSync } from 'node:fs';
import { specJsonSchema } from '../src/index.ts';

writeFileSync(
  new URL('../wattline.schema.json', import.meta.url),
  `${JSON.stringify(specJsonSchema(), null, 2)}\n`,
);
