import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { RejectedError } from '../../../errors.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { openParquet } from '../parquet/parquet.ts';

/** An Arrow file as a source of rows, by way of Parquet. Throws RejectedError. */
export const openArrow = async (input: Input, options: OpenOptions): Promise<Source> => {
  const { name, scratch } = input;
  await mkdir(scratch, { recursive: true });
  const path = join(scratch, 'arrow.parquet');
  try {
    await pl
      .scanIPC(await input.unpackedPath())
      .sinkParquet(path, { compression: 'lz4', maintainOrder: true })
      .collect();
  } catch (cause) {
    throw new RejectedError(
      'ARROW_UNREADABLE',
      `${name} is a damaged Arrow file, or has types that cannot be read`,
      {
        place: { file: name },
        remedy: 'write the file again, as Parquet if you can',
        cause,
      },
    );
  }
  return openParquet({ ...input, unpackedPath: () => Promise.resolve(path) }, options);
};
