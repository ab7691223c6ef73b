/** A tab that GraphiQL opens on a first visit. */
type ExampleTab = { readonly query: string; readonly variables?: string };

/** Queries over the sample domain that show what the gateway is for, each to be run as it stands. */
export const exampleTabs: readonly ExampleTab[] = [
  {
    query: `# A user of one cluster, the orders of another.
# It takes one SQL statement.
query UserWithOrders {
  user(id: "User:42") {
    name
    country
    orders(first: 3) {
      nodes {
        id
        status
        total
        createdAt
        items(first: 5) {
          nodes {
            quantity
            unitPrice
            product {
              name
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Ten users with two orders each.
# One remote scan fetches all twenty orders.
query UsersWithOrders {
  users(first: 10) {
    nodes {
      id
      name
      tier
      orders(first: 2) {
        nodes {
          id
          total
        }
      }
    }
  }
}
`,
  },
  {
    query: `# A page of orders. For the next one,
# put endCursor into the variable "after".
query OrdersPage($first: Int, $after: String) {
  orders(first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        total
        user {
          name
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: JSON.stringify({ first: 5, after: null }, null, 2),
  },
  {
    query: `# Anything with an id, whatever its type.
query AnyNode {
  node(id: "Order:7") {
    __typename
    id
    ... on Order {
      status
      total
      user {
        name
      }
    }
  }
}
`,
  },
];
