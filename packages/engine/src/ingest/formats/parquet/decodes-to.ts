import { fileBlocks, headOf } from '../../blocks.ts';
import { readFooter } from './footer.ts';
import { parquet } from './format.ts';

/** Whether a file is Parquet that decodes to so many bytes at least. Throws RejectedError where it is damaged. */
export const isParquetOf = async (path: string, name: string, bytes: number): Promise<boolean> => {
  const { head } = await headOf(fileBlocks(path, undefined), 4);
  return parquet.detect(head) && (await readFooter(path, name)).decodedBytes >= bytes;
};
