import type {
  EntitySeries,
  FeatureInformation,
  Manifest,
  Redundancies,
  Redundancy,
  SplitBounds,
} from '@wattline/engine';
import type { Profile } from '@wattline/engine/profile';
import { packedSeries, type ReportContent } from '@wattline/report';

/** Features of which a report shows what they say of targets. */
const SHOWN = 30;

/** In the words of the documentation: `constant`, `same as load_mean`, `determined by load_mean`. */
const redundancyText = (why: Redundancy): string =>
  why.is === 'constant' ? why.is : `${why.is} ${why.column}`;

/** The content of a feature set's report, made of its sealed files alone. */
export const reportContent = (options: {
  readonly manifest: Manifest;
  readonly bounds: SplitBounds;
  readonly training: Readonly<Record<string, number>>;
  readonly redundant: Redundancies | undefined;
  readonly information: FeatureInformation | undefined;
  readonly profile: Profile;
  readonly series: EntitySeries | undefined;
}): ReportContent => {
  const { manifest, bounds, training, redundant, information, profile, series } = options;
  return {
    dataset: manifest.dataset,
    version: manifest.version,
    engineVersion: manifest.engineVersion,
    sha256: manifest.content.sha256,
    features: {
      rows: manifest.rows,
      interval: manifest.spec.interval,
      columns: [
        ...manifest.columns.map(({ name, label, kind, role, source, from }) => {
          const why = redundant?.get(name);
          return {
            name,
            label,
            kind,
            role,
            source,
            from,
            ...(why && { redundant: redundancyText(why) }),
          };
        }),
        ...(manifest.encodings ?? []).map(({ name, kind, role, of: source, from }) => ({
          name,
          kind,
          role,
          source,
          from,
        })),
      ],
    },
    training: {
      rows: { ...training },
      ...bounds,
    },
    ...(information && { information: { ...information, features: information.features.slice(0, SHOWN) } }),
    profile,
    series: series && packedSeries(series),
  };
};
