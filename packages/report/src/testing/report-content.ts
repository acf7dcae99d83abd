import type { ReportContent } from '../report-content.ts';

export const reportContent = (changed: Partial<ReportContent> = {}): ReportContent => ({
  dataset: 'plant-7',
  version: '0123456789abcdef',
  engineVersion: '1',
  sha256: 'f'.repeat(64),
  features: { rows: 24, interval: '1h', columns: [] },
  training: {
    rows: { train: 16, validation: 4, test: 4 },
    validationFrom: '2026-01-01T16:00:00.000Z',
    testFrom: '2026-01-01T20:00:00.000Z',
  },
  profile: {
    format: 1,
    rows: 24,
    entities: 1,
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T23:00:00.000Z',
    zone: 'UTC',
    values: [],
    categories: [],
    correlations: [],
    findings: [],
  },
  ...changed,
});
