import type { ExecutionResult } from 'graphql';
import { findDifference } from './compare-answers.ts';
import type { OperationTree } from './generator/operation.ts';
import { type Probe, type Written, writeOperation } from './generator/write-operation.ts';

/** Answers an operation; what comes back is plain JSON. */
export type Ask = (document: string, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;

/** The one that is tested, and the one that is right. */
export type Both = { readonly product: Ask; readonly oracle: Ask };

/**
 * Asks both the same, and throws where their answers differ, with the document, the variables and both answers.
 * Where the operation has cursors, a first round gets them: each side goes on with its own cursor of the same row.
 */
export async function askBoth(both: Both, tree: OperationTree): Promise<void> {
  const probe = writeOperation(tree, 'probe');
  const none = { product: {}, oracle: {} };
  if (probe.probes.length === 0) {
    await askRound(both, probe, none);
    return;
  }
  const answers = await askRound(both, probe, none);
  await askRound(both, writeOperation(tree, 'final'), {
    product: cursorVariables(answers.product, probe.probes),
    oracle: cursorVariables(answers.oracle, probe.probes),
  });
}

type Round<Value> = { readonly product: Value; readonly oracle: Value };

type Variables = Readonly<Record<string, unknown>>;

async function askRound(
  both: Both,
  { document, variables }: Written,
  cursors: Round<Variables>,
): Promise<Round<unknown>> {
  const [product, oracle] = await Promise.all([
    both.product(document, { ...variables, ...cursors.product }),
    both.oracle(document, { ...variables, ...cursors.oracle }),
  ]);
  const difference = findDifference(product, oracle);
  if (difference === undefined) return { product: product.data, oracle: oracle.data };
  throw new Error(
    [
      difference,
      document,
      `variables: ${JSON.stringify({ ...variables, ...cursors.product })}`,
      `cursors of: ${JSON.stringify(cursors.oracle)}`,
      `product: ${shorten(product)}`,
      `oracle:  ${shorten(oracle)}`,
    ].join('\n'),
  );
}

/** The cursors that the variables of the next round take; none where the answer has none. */
function cursorVariables(answer: unknown, probes: readonly Probe[]): Variables {
  const own = probes.map(({ key }) => cursorsUnder(answer, key));
  return Object.fromEntries(
    probes.flatMap(({ cursors }, index) =>
      cursors.map(({ variable, foreign, pick }) => {
        const choice = (foreign ? own.flat() : own[index]) ?? [];
        return [variable, choice[pick % choice.length]];
      }),
    ),
  );
}

/** All cursors that stand in lists of edges under that key, wherever it occurs. */
function cursorsUnder(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && Array.isArray(inner) ? inner.map((edge) => edge.cursor) : cursorsUnder(inner, key),
  );
}

const LONGEST = 4_000;

function shorten(result: ExecutionResult): string {
  const text = JSON.stringify(result);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
