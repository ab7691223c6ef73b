import { figureOf, tableOf } from '../catalog/catalog.ts';
import type { FiguresSelection } from '../selection/selection.ts';
import { type Building, sourceOf } from './building.ts';
import type { FiguresOutput, Keys } from './plan.ts';
import { reachedByKeys, visibleRows } from './visible.ts';

/** Plans figures over the rows that keys lead to, by key; over all rows where the keys are all. */
export function buildFigures(
  building: Building,
  tableName: string,
  { where, fields }: FiguresSelection,
  keys: Keys,
): FiguresOutput {
  const table = tableOf(building.catalog, tableName);
  const condition = visibleRows(building, tableName, where, reachedByKeys(keys));
  const asked = [...new Set(fields.map(({ figure }) => figure))];
  // Without any figure it would be no aggregate, which gives every row, and none where nothing matches.
  const names = asked.length > 0 ? asked : Object.keys(table.figures).slice(0, 1);
  return {
    fetch: {
      kind: 'figures',
      ...sourceOf(building, tableName),
      keys,
      condition,
      ...(keys.kind === 'all' ? {} : { by: keys.column }),
      figures: names.map((name) => ({ name, figure: figureOf(table, name) })),
    },
    fields: fields.map(({ key, figure }) => ({ key, name: figure, figure: figureOf(table, figure) })),
  };
}
