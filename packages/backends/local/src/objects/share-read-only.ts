import { chmod, link } from 'node:fs/promises';
import { errorCode } from './file-error.ts';

const READ_ONLY = 0o444;

/** Another file system, another owner, or a file system without such links. */
const CANNOT = ['EPERM', 'EACCES', 'EXDEV', 'EMLINK', 'ENOSYS', 'ENOTSUP'];

/** Permissions do not stop root, as whom containers often run: what it wrote by one name would be in the store. */
const arePermissionsKept = (): boolean => process.geteuid?.() !== 0;

/** Gives a file a second name, by which nobody can write to it; false where that cannot be. */
export const shareReadOnly = async (from: string, to: string): Promise<boolean> => {
  if (!arePermissionsKept()) return false;
  try {
    await chmod(from, READ_ONLY);
    await link(from, to);
    return true;
  } catch (error) {
    if (CANNOT.includes(errorCode(error) ?? '')) return false;
    throw error;
  }
};
