import { type ASTNode, type FragmentDefinitionNode, Kind, visit } from 'graphql';

/**
 * The fragments that are reached from `start`, each once, and after those that it spreads. Without recursion: a document may
 * chain thousands of them. Where they spread each other in a circle, which validation refuses later, any order will do.
 */
export function fragmentsInOrder(
  start: ASTNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] {
  const seen = new Set<string>();
  const order: FragmentDefinitionNode[] = [];
  const waiting: { readonly fragment?: FragmentDefinitionNode; readonly spreads: Iterator<string> }[] = [
    { spreads: spreadsOf(start).values() },
  ];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const next = top.spreads.next();
    if (next.done === true) {
      if (top.fragment !== undefined) order.push(top.fragment);
      waiting.pop();
      continue;
    }
    const fragment = seen.has(next.value) ? undefined : fragments.get(next.value);
    seen.add(next.value);
    if (fragment !== undefined) waiting.push({ fragment, spreads: spreadsOf(fragment).values() });
  }
  return order;
}

function spreadsOf(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(node, { [Kind.FRAGMENT_SPREAD]: ({ name }) => void names.add(name.value) });
  return names;
}
