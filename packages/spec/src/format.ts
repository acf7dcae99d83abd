import { isDeepStrictEqual } from 'node:util';
import { isTimeless } from '@wattline/features';
import type { YAMLMap } from 'yaml';
import { fieldsSchema, type JsonSchema } from './json-schema.ts';
import { loadYaml } from './load-yaml.ts';
import { Spec } from './schema.ts';
import { saidBriefly } from './timeless.ts';

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const childSchema = (schema: JsonSchema, key: string): JsonSchema => {
  const found = schema.properties?.[key] ?? schema.additionalProperties;
  return isSchema(found) ? found : {};
};

/** What has to be written of a map: what differs from its defaults. */
const written = (value: Record<string, unknown>, schema: JsonSchema): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, inner]) =>
          inner !== undefined &&
          // The schema says what a gauge has; other kinds have defaults of their own.
          ((key === 'aggregate' && value.kind !== undefined) ||
            !isDeepStrictEqual(inner, childSchema(schema, key).default)),
      )
      .map(([key, inner]) => {
        const child = childSchema(schema, key);
        // A choice between forms has no defaults of its own.
        return [key, isRecord(inner) && child.anyOf === undefined ? written(inner, child) : inner];
      }),
  );

/** Puts each key's description above it, the first time that it occurs; short lists go on one line. */
const lay = (map: YAMLMap, schema: JsonSchema, top: boolean, described = new Set<string>()): void => {
  const { isMap, isScalar, isSeq } = loadYaml();
  for (const [index, { key, value }] of map.items.entries()) {
    if (!isScalar(key)) {
      continue;
    }
    const child = childSchema(schema, String(key.value));
    if (child.description !== undefined && !described.has(child.description)) {
      key.commentBefore = ` ${child.description}`;
      described.add(child.description);
    }
    key.spaceBefore = top && index > 0;
    if (isMap(value)) {
      lay(value, child, false, described);
    } else if (isSeq(value)) {
      value.flow = true;
    }
  }
};

/**
 * A spec as YAML that parses back to an equal spec: without what equals its default, and with the meaning of each key.
 * `schema` is where an editor finds the JSON Schema, relative to the file.
 */
export const formatSpec = (spec: Spec, options: { readonly schema?: string } = {}): string => {
  const { Document, isMap } = loadYaml();
  const parsed = Spec.parse(spec);
  const document = new Document(written(isTimeless(parsed) ? saidBriefly(parsed) : parsed, fieldsSchema()));
  document.commentBefore = ` yaml-language-server: $schema=${options.schema ?? './wattline.schema.json'}\n What to make of this dataset; what is missing has its default.`;
  if (isMap(document.contents)) {
    lay(document.contents, fieldsSchema(), true);
  }
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
};
