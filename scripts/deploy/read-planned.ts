import { z } from 'zod';

const Resource = z.object({
  address: z.string(),
  type: z.string(),
  name: z.string(),
  values: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;

const Module = z.object({
  resources: z.array(Resource.extend({ mode: z.enum(['managed', 'data']) })).default([]),
  get child_modules() {
    return z.array(Module).default([]);
  },
});

const Values = z.object({
  outputs: z.record(z.string(), z.object({ value: z.unknown().optional() })).default({}),
  root_module: Module.prefault({}),
});

const Shown = z
  .object({ planned_values: Values.optional(), values: Values.optional() })
  .transform(({ planned_values: planned, values }) => planned ?? values ?? Values.parse({}));

/** What Terraform is going to keep or make, or has made. What a plan does not know yet is left out. */
export interface Planned {
  readonly resources: readonly Resource[];
  /** Throws where there is no such output, or it is not known yet. */
  output<Value>(name: string, schema: z.ZodType<Value>): Value;
}

const resourcesOf = ({ resources, child_modules: children }: z.infer<typeof Module>): Resource[] => [
  ...resources.filter(({ mode }) => mode === 'managed'),
  ...children.flatMap(resourcesOf),
];

/** Reads what `terraform show -json` prints of a plan or of a state. */
export const readPlanned = (json: string): Planned => {
  const { outputs, root_module: root } = Shown.parse(JSON.parse(json));
  return {
    resources: resourcesOf(root),
    output: (name, schema) => {
      const output = outputs[name];
      if (output?.value === undefined) throw new Error(`Terraform has no output ${name}`);
      return schema.parse(output.value);
    },
  };
};
