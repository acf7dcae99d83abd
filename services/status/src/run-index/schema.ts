/** Incremented with every change to the schema: an index with another number is rebuilt. */
export const SCHEMA_VERSION = 2;

/** Each index has what it is asked besides, so that a count does not read the summaries. */
export const SCHEMA = `
  CREATE TABLE runs (
    run TEXT PRIMARY KEY,
    upload_order TEXT NOT NULL,
    dataset TEXT NOT NULL,
    status TEXT NOT NULL,
    uploaded_at TEXT NOT NULL,
    words TEXT NOT NULL,
    summary TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX runs_by_order ON runs (upload_order, run, status, words);
  CREATE INDEX runs_by_dataset ON runs (dataset, upload_order, run, status);
  CREATE INDEX runs_by_status ON runs (status, upload_order, run);
  CREATE TABLE parts (
    stage TEXT NOT NULL,
    finished_at INTEGER NOT NULL,
    run TEXT NOT NULL,
    part INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    PRIMARY KEY (stage, finished_at, run, part)
  ) WITHOUT ROWID;
`;
