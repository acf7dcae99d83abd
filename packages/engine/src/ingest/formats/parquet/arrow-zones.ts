/** A column and the time zone in which its writer would show it. */
export interface ColumnZone {
  readonly column: string;
  readonly zone: string;
}

const MAX_DEPTH = 32;
const CONTINUATION = 0xffffffff;

/** Slots of the tables of Arrow's Message.fbs and Schema.fbs, in their order there. */
const MESSAGE_HEADER = 2;
const SCHEMA_FIELDS = 1;
const FIELD = { name: 0, typeKind: 2, type: 3, children: 5 } as const;
const TIMESTAMP_ZONE = 1;
const TIMESTAMP = 10;

/** Reads FlatBuffers, as far as it is needed here. Positions outside the bytes throw RangeError. */
const flatBuffer = (bytes: Buffer) => {
  const follow = (at: number): number => at + bytes.readUInt32LE(at);
  /** Where a table has a field; undefined where it has none. */
  const field = (table: number, slot: number): number | undefined => {
    const vtable = table - bytes.readInt32LE(table);
    const entry = 4 + slot * 2;
    const offset = entry < bytes.readUInt16LE(vtable) ? bytes.readUInt16LE(vtable + entry) : 0;
    return offset === 0 ? undefined : table + offset;
  };
  const below = (table: number, slot: number): number | undefined => {
    const at = field(table, slot);
    return at === undefined ? undefined : follow(at);
  };
  const text = (table: number, slot: number): string => {
    const at = below(table, slot);
    return at === undefined ? '' : bytes.toString('utf8', at + 4, at + 4 + bytes.readUInt32LE(at));
  };
  const tables = (table: number, slot: number): number[] => {
    const at = below(table, slot);
    if (at === undefined) return [];
    const count = bytes.readUInt32LE(at);
    if (count * 4 > bytes.length) throw new RangeError('a list that is longer than its text');
    return Array.from({ length: count }, (_, index) => follow(at + 4 + index * 4));
  };
  return { follow, field, below, text, tables };
};

/**
 * The zones that an Arrow schema names, as it is in a Parquet file's metadata (`ARROW:schema`, base64). The instants
 * are in UTC whatever it says. Empty where the text is none.
 */
export const zonesOf = (schema: string): ColumnZone[] => {
  const bytes = Buffer.from(schema, 'base64');
  const found: ColumnZone[] = [];
  try {
    const { follow, field, below, text, tables } = flatBuffer(bytes);
    const message = follow(bytes.readUInt32LE(0) === CONTINUATION ? 8 : 4);
    const root = below(message, MESSAGE_HEADER);
    if (root === undefined) return [];
    const look = (table: number, column: string, depth: number): void => {
      const kind = field(table, FIELD.typeKind);
      const type = below(table, FIELD.type);
      if (kind !== undefined && type !== undefined && bytes.readUInt8(kind) === TIMESTAMP) {
        const zone = text(type, TIMESTAMP_ZONE);
        if (zone !== '') found.push({ column, zone });
      }
      if (depth < MAX_DEPTH)
        for (const child of tables(table, FIELD.children)) look(child, column, depth + 1);
    };
    for (const table of tables(root, SCHEMA_FIELDS)) look(table, text(table, FIELD.name), 0);
    return found;
  } catch (error) {
    if (error instanceof RangeError) return found;
    throw error;
  }
};
