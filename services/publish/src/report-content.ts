import type { EntitySeries, Manifest, SplitBounds } from '@wattline/engine';
import type { Profile } from '@wattline/engine/profile';
import { packedSeries, type ReportContent } from '@wattline/report';

/** The content of a feature set's report, made of its sealed files alone. */
export const reportContent = (options: {
  readonly manifest: Manifest;
  readonly bounds: SplitBounds;
  readonly training: Readonly<Record<string, number>>;
  readonly profile: Profile;
  readonly series: EntitySeries | undefined;
}): ReportContent => {
  const { manifest, bounds, training, profile, series } = options;
  return {
    dataset: manifest.dataset,
    version: manifest.version,
    engineVersion: manifest.engineVersion,
    sha256: manifest.content.sha256,
    features: {
      rows: manifest.rows,
      interval: manifest.spec.interval,
      columns: manifest.columns.map(({ name, label, kind, role, source, from }) => ({
        name,
        label,
        kind,
        role,
        source,
        from,
      })),
    },
    training: {
      rows: { ...training },
      ...bounds,
    },
    profile,
    series: series && packedSeries(series),
  };
};
