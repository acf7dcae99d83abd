import type { Shape } from './axes.ts';
import type { Reading } from './reading.ts';
import { asKind } from './truth-of-kinds.ts';

const MINUTES: Readonly<Record<Shape['cadence'], number>> = { '1h': 60, '30m': 30, '15m': 15 };

export const cadenceMs = (shape: Shape): number => MINUTES[shape.cadence] * 60_000;

const ENTITIES: Readonly<Record<Shape['entities'], readonly string[]>> = {
  none: [''],
  'one by name': ['plant-7'],
  'three by name': ['north', 'south', 'west'],
  'three by number': ['1001', '1002', '1003'],
  'four by site and device': ['A\u0000d1', 'A\u0000d2', 'B\u0000d1', 'B\u0000d2'],
};

/** Names of the value columns. */
export const valueColumns = ['load', 'price'] as const;

/** A day and a bit more of hours, over a day that is the thirteenth or later, so that the file shows which is the month. */
const DAYS = 8;

/** The readings of a file, each entity's in time order: a daily rhythm, noise, and a level of its own. */
export const trueReadings = (shape: Shape, random: () => number): Reading[] => {
  const step = cadenceMs(shape);
  const from = Date.UTC(2021, 2 + Math.floor(random() * 3), 9);
  const count = (DAYS * 86_400_000) / step;
  return ENTITIES[shape.entities].flatMap((entity, place) => {
    const readings = Array.from({ length: count }, (_, index) => {
      const at = from + index * step;
      const hour = (at / 3_600_000) % 24;
      const wave = Math.sin(((hour - 6) / 24) * 2 * Math.PI);
      return {
        entity,
        at,
        values: {
          load: Math.round((1_200 + 700 * wave + 400 * place + 60 * random()) * 100) / 100,
          price: Math.round((30 + 25 * wave + 8 * random()) * 100) / 100,
        },
      };
    });
    return asKind(readings, shape.kind);
  });
};
