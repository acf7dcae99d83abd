import { z } from 'zod';
import { presetNames } from './preset-names.ts';
import type { Key } from './problems.ts';
import { Spec } from './schema.ts';
import { NONE } from './timeless.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

let made: JsonSchema | undefined;

/** What a spec's own keys may be, without `preset`. Made when it is first needed: few processes do. */
export const fieldsSchema = (): JsonSchema => {
  made ??= z.toJSONSchema(Spec, { io: 'input' });
  return made;
};

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** The schemas that may describe the value of `key`. */
const under = (schema: JsonSchema, key: Key): JsonSchema[] => {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.filter(isSchema).flatMap((choice) => under(choice, key));
  }
  const found =
    typeof key === 'number' ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties);
  return isSchema(found) && !Array.isArray(found) ? [found] : [];
};

const namesOf = (schema: JsonSchema): string[] => [
  ...Object.keys(schema.properties ?? {}),
  ...(schema.anyOf ?? []).filter(isSchema).flatMap(namesOf),
];

/** The keys that a spec knows at a path; undefined where any name is right. */
export const knownKeysAt = (path: readonly Key[]): readonly string[] | undefined => {
  let schemas: JsonSchema[] = [fieldsSchema()];
  for (const key of path) {
    schemas = schemas.flatMap((schema) => under(schema, key));
  }
  const names = [...new Set(schemas.flatMap(namesOf)), ...(path.length === 0 ? ['preset'] : [])];
  return names.length === 0 ? undefined : names;
};

/** The JSON Schema of `wattline.yaml`, for editors. */
export const specJsonSchema = (): JsonSchema => {
  const { $schema, properties, required, ...rest } = fieldsSchema();
  const time = properties?.time;
  const { required: ofTime, ...timeRest } = isSchema(time) ? time : {};
  // A preset gives what is required otherwise.
  const alone: JsonSchema = {
    ...(required === undefined ? {} : { required }),
    properties: { time: ofTime === undefined ? {} : { required: ofTime } },
  };
  const timeless: JsonSchema = { required: ['time', 'entity'], properties: { time: { const: NONE } } };
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: 'Wattline feature spec',
    description: 'What to make of a dataset',
    ...rest,
    properties: {
      preset: {
        type: 'string',
        enum: [...presetNames],
        description:
          'Start from this preset: maps are merged into it, lists replace its own, an empty key removes',
      },
      ...properties,
      time: {
        anyOf: [
          timeRest,
          {
            const: NONE,
            description: 'Rows are of no time: one for each entity, with what it is. See docs/joins.md',
          },
        ],
      },
    },
    anyOf: [{ required: ['preset'] }, alone, timeless],
  };
};
