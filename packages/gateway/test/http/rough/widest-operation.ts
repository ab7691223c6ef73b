/** Parts of a document. */
const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** Users' orders' users' orders …: 20 levels of fields within each other. */
const deep = `deep: users(first: 1) { nodes { ${repeat(5, () => 'orders(first: 1) { nodes { user {')} orders(first: 1) { nodes { __typename } } ${'} } } '.repeat(5)} } }`;

const plainFilters = 31;

/** Ten filters within each other, 50 on related rows, 200 fields in all. */
function filter(): object {
  const related = Array.from({ length: 25 }, () => ({ orders: { some: { items: { none: {} } } } }));
  const plain = Array.from({ length: plainFilters }, (_, index) => ({ name: { eq: `t${index}` } }));
  const nested = Array.from({ length: 8 }).reduce<object>((inner) => ({ not: inner }), {
    name: { startsWith: 'x'.repeat(47) },
  });
  return {
    or: [
      ...related,
      ...plain,
      nested,
      { name: { in: Array.from({ length: 1_000 }, (_, index) => `User ${index + 1}`) } },
    ],
  };
}

/** The widest legal operation: it stands at each of the limits at once. */
export const widest = {
  query: `query Widest($ids: [ID!]!, $where: UserFilter, $text: String!, $rest: String!) {
    nodes(ids: $ids) { id }
    ${deep}
    wide: users(first: 400, where: $where) { totalCount nodes { orders(first: 493) { nodes { id a: id b: id c: id total status createdAt updatedAt d: id e: id } } } }
    p: products(first: 500) { nodes { id ${repeat(49, (index) => `p${index}: name`)} } }
    q: products(first: 500) { nodes { id } }
    r: products(first: 500) { nodes { id } }
    v: products(first: 48) { nodes { id ${repeat(8, (index) => `v${index}: price`)} } }
    w: products(first: 345) { nodes { id } }
    ${repeat(19, (index) => `s${index}: orderStats { count }`)}
    ${repeat(49, (index) => `t${index}: userByEmail(email: $text) { id }`)}
    last: userByEmail(email: $rest) { id }
    ${repeat(253, (index) => `u${index}: __typename`)}
  }`,
  variables: {
    ids: Array.from({ length: 500 }, (_, index) => `${['User', 'Order', 'Product'][index % 3]}:${index + 1}`),
    where: filter(),
    text: 'x'.repeat(9_706),
    rest: 'x'.repeat(10_000),
  },
};
