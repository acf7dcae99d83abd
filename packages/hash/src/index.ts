export { hashFile } from './hash-file.ts';
export { createSha256, type Hashed, type Sha256, sha256, sha256After } from './sha256.ts';
