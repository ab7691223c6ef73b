import { keepsAll } from '../plan/choose-fetch.ts';
import { matchesIn } from '../plan/condition-parts.ts';
import { fetchesOf } from '../plan/fetches-of.ts';
import type { Fetch, Plan, RowsFetch } from '../plan/plan.ts';
import type { Warning } from './warning.ts';

/**
 * What a plan has to do that costs much, before it runs. Pure: the same plan gives the same warnings, in the order of its fetches.
 * How much it costs on the data that is there, only running it tells.
 */
export function warnOfPlan(plan: Plan): readonly Warning[] {
  return fetchesOf(plan).flatMap((fetch) => [...ofKind(fetch), ...ofTexts(fetch)]);
}

function ofKind(fetch: Fetch): readonly Warning[] {
  switch (fetch.kind) {
    case 'rows':
      return ofRows(fetch);
    case 'count':
      if (fetch.keys.kind !== 'all' || !keepsAll(fetch.condition)) return [];
      return [
        warning(
          fetch,
          'reads everything',
          `totalCount counts every row of ${fetch.table} each time. Leave it out, or filter.`,
        ),
      ];
    case 'figures':
      if (fetch.keys.kind !== 'all' || !keepsAll(fetch.condition)) return [];
      return [
        fetch.by === undefined
          ? warning(
              fetch,
              'reads everything',
              `Figures are made of every row of ${fetch.table}. A filter would narrow them down.`,
            )
          : warning(
              fetch,
              'reads everything',
              `To order by figures, those of every ${fetch.by} of ${fetch.table} are made. A filter on what is ordered would narrow them down.`,
            ),
      ];
    case 'groups': {
      const everything = keepsAll(fetch.condition)
        ? [
            warning(
              fetch,
              'reads everything',
              `The groups are made of every row of ${fetch.relation}. A filter, for instance on a time, would narrow them down.`,
            ),
          ]
        : [];
      const { related } = fetch;
      if (related?.method.kind !== 'parts') return everything;
      return [
        ...everything,
        warning(
          fetch,
          'parts travel',
          `A part for each ${related.from} travels from ${fetch.cluster}, and the hub puts them together.`,
        ),
      ];
    }
    case 'keys': {
      if (fetch.having.length > 0 && keepsAll(fetch.condition)) {
        return [
          warning(
            fetch,
            'reads everything',
            `To filter by figures, those of every ${fetch.column} of ${fetch.table} are made. A filter beside it would narrow them down.`,
          ),
        ];
      }
      if (!keepsAll(fetch.condition)) return [];
      return [
        warning(
          fetch,
          'all keys travel',
          `Every ${fetch.column} of ${fetch.table} is sent from ${fetch.cluster}: the filter asks only whether there is one.`,
        ),
      ];
    }
    case 'exists':
      return [];
  }
}

function ofRows(fetch: RowsFetch): readonly Warning[] {
  const { page, route, lookups, table, cluster } = fetch;
  if (page === undefined) return [];
  if (page.method.kind === 'window' && route === 'foreign') {
    const few = `To show the first ${page.size} ${table} of each ${page.method.by}, all of them travel from ${cluster} and are ranked on the hub.`;
    return [
      warning(
        fetch,
        'ranked on the hub',
        `${few} In the usual order, without filter and cursor, only the first would travel.`,
      ),
    ];
  }
  const others = lookups.flatMap((lookup) => (lookup.kind === 'figure' ? [lookup.figures.cluster] : [lookup.cluster]));
  if (page.method.kind === 'limit' && others.some((other) => other !== cluster)) {
    return [
      warning(
        fetch,
        'ordered on the hub',
        `All ${table} that match are put in order on the hub before the first is known: what they are ordered by lies in another cluster.`,
      ),
    ];
  }
  return [];
}

/** Patterns that begin with anything. */
function ofTexts(fetch: Fetch): readonly Warning[] {
  const columns = matchesIn(fetch.condition).flatMap(({ column, pattern }) => (/^[%_]/.test(pattern) ? [column] : []));
  return [...new Set(columns)].map((column) =>
    warning(
      fetch,
      'no index',
      `A text that may stand anywhere in ${column} is looked for in every row of ${fetch.table}.`,
    ),
  );
}

function warning({ name }: Fetch, kind: Warning['kind'], message: string): Warning {
  return { fetch: name, kind, message };
}
