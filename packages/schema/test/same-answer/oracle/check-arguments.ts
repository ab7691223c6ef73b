import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type InlineFragmentNode,
  isInterfaceType,
  isObjectType,
  type SelectionNode,
} from 'graphql';

/** Reads a field's arguments; throws where they cannot stand so. */
export type Checks = Readonly<Record<string, (args: unknown) => unknown>>;

/**
 * Reads the arguments of every field that stands under a field of Query: one that cannot be is refused also where no row is
 * met, below an empty page or a parent that does not exist.
 */
export function checkArguments(info: GraphQLResolveInfo, checks: Checks): void {
  const isAsked = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.['if'] !== false;

  const checkField = (type: GraphQLNamedType, node: FieldNode): void => {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (field === undefined) return;
    if (field.args.length > 0) {
      const check = checks[`${type.name}.${field.name}`];
      if (check === undefined) throw new Error(`The oracle cannot read the arguments of ${type.name}.${field.name}`);
      check(getArgumentValues(field, node, info.variableValues));
    }
    checkSelections(getNamedType(field.type), node);
  };

  const checkSelections = (
    type: GraphQLNamedType,
    { selectionSet }: FieldNode | InlineFragmentNode | FragmentDefinitionNode,
  ): void => {
    for (const node of selectionSet?.selections ?? []) {
      if (!isAsked(node)) continue;
      if (node.kind === 'Field') {
        checkField(type, node);
        continue;
      }
      const fragment = node.kind === 'InlineFragment' ? node : info.fragments[node.name.value];
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      checkSelections(condition === undefined ? type : (info.schema.getType(condition) ?? type), fragment);
    }
  };

  for (const node of info.fieldNodes) checkField(info.parentType, node);
}
