/**
 * What a run takes, as it was measured: the one place where `wattline plan FILE` has its constants from. Whoever makes a
 * step faster measures again (docs/scale.md says how) and writes it here.
 *
 * Times, from bench/RESULTS.md and docs/scale.md: 200 meters, 10.5 million rows of eight values, 1.0 GB of CSV, hourly
 * means and forty lags (1.75 million feature rows of 50 columns), 2 cores. Sizes: 16 of these meters, 0.84 million rows.
 * Requests: counted, and compared with runs by a test (`test/chain/file-plan.test.ts`).
 */
export const measured = {
  /** The file that the times are of. */
  file: { textBytes: 1.0e9, cells: 10.512e6 * 8, featureCells: 1.752e6 * 50 },
  /** Processor seconds for all of it. */
  cpu: {
    upload: 3.1,
    reading: 6.8,
    readingInCuts: 9,
    settling: 6.1,
    profile: 3.2,
    features: 6.4,
    trainingSets: 4.9,
    stores: 3.2,
  },
  /** Seconds of a run of next to nothing: the reference file takes 0.86 s. */
  startSeconds: 0.75,
  /** Cores that a run on one machine keeps busy: 33.7 processor seconds in 22.8 s. */
  busyCores: 1.5,
  /** Cores that settling and the profile keep busy where one worker does them; training sets keep one. */
  settlingCores: 1.5,
  /** Between a task and S3, in bytes a second; on paper. */
  bandwidth: 1.25e9,
  /** Peak of the largest process, by rows: the reference file, and the files of `npm run bench -- --only linear` and `meters`. */
  memory: [
    { rows: 52_000, bytes: 230e6 },
    { rows: 1.0e6, bytes: 553e6 },
    { rows: 10.5e6, bytes: 1_011e6 },
  ],
  /** Bytes on the disk for each byte of text, all in all, with the upload: 3.8. */
  diskPerByte: 4,
  /** Bytes of a cell in what stages hand on. A reading has its values, its time and its series. */
  cellBytes: { cut: 8.4, readings: 4.3, features: 4.8, trainingSets: 5.5 },
  /** Bytes of a reading's row features: what aggregate reads beside the reading itself. */
  rowFeatureBytes: 3.1,
  /** An object of more is put in parts of so many bytes, with two requests more. */
  putBytes: 8 * 2 ** 20,
  /** Readings from which a first upload keeps what they show. */
  piecesFromRows: 100_000,
  /** Of more parts, not all are listed after each. */
  manyParts: 16,
  /** Requests to a queue for each message: sent, received, deleted. */
  requestsPerMessage: 3,
} as const;
