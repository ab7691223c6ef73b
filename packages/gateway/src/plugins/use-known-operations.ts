import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses each operation of a kind that the schema has no root type for. */
function knownOperations(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation) != null) return;
      context.reportError(new GraphQLError(`The schema has no ${node.operation} type.`, { nodes: [node] }));
    },
  };
}

/** A validation rule that graphql 16 leaves to execution, where its failure would look like a fault of ours. */
export function useKnownOperations(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(knownOperations);
    },
  };
}
