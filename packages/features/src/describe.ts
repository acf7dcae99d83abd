import { z } from 'zod';
import { families, familySchemas } from './families.ts';
import type { UsedFamily } from './used-family.ts';
import { yamlOf } from './yaml-of.ts';

interface Described {
  readonly default?: unknown;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const optionRows = (schema: Described): string[] => {
  const named = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : schema;
  return Object.entries(named.properties ?? {}).map(([name, option]) => {
    const fallback = option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``;
    return `| \`${name}\` | ${cell(fallback)} | ${cell(option.description ?? '')} |`;
  });
};

/** A family's page, `README.md` in its folder: its options, and the columns that it makes of its example. */
export const familyPage = ({ key, columns }: UsedFamily): string => {
  const { summary, availability, scaled, tolerance, example } = families[key];
  const schema = z.toJSONSchema(familySchemas[key], { io: 'input' }) as Described;
  const rows = optionRows(schema);
  const options =
    rows.length === 0
      ? [`\`${key}:\` ${schema.description ?? ''}`]
      : ['| option | default | |', '|---|---|---|', ...rows];
  const others = columns.filter((column) => column.scaled !== scaled).map(({ name }) => `\`${name}\``);
  const except = others.length === 0 ? '' : `, but ${others.join(', ')}`;
  return [
    `# ${key}`,
    '',
    `${summary}.`,
    '',
    `Availability: \`${availability}\`. ${scaled ? 'Scaled' : 'Not scaled'} in training sets${except}.${
      tolerance === undefined
        ? ''
        : ` \`online\` and \`apply\` agree within ${tolerance.relative}: ${tolerance.reason}.`
    }`,
    '',
    '## Options',
    '',
    ...options,
    '',
    '## Columns, for example',
    '',
    '```yaml',
    `${key}: ${yamlOf(example)}`,
    '```',
    '',
    '| column | dtype | unit | |',
    '|---|---|---|---|',
    ...columns.map(
      ({ name, dtype, unit, description }) =>
        `| \`${name}\` | ${dtype} | ${unit ?? ''} | ${cell(description)} |`,
    ),
    '',
  ].join('\n');
};
