import fc from 'fast-check';
import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { Sent } from './send.ts';

/** Generates requests of every kind: right ones, ones that are nearly right, and nonsense. */
export function roughRequests(schema: GraphQLSchema, right: readonly string[]): fc.Arbitrary<Sent> {
  const document = documents(schema, right);
  const plain = fc.record({ query: document }, { requiredKeys: ['query'] });
  const full = fc.record(
    {
      query: usually(document, anything),
      variables: usually(variables, anything),
      operationName: fc.oneof(fc.constantFrom(null, '', 'Q', 'UserWithOrders', 'OrdersPage'), anything),
      extensions: fc.oneof(fc.constantFrom(null, {}, { explain: true }), persisted, anything),
      documentId: fc.oneof(fc.constantFrom('sha256:0', 'x'), anything),
    },
    { requiredKeys: ['query'] },
  );
  const fitting = fc.record({ query: fc.constantFrom(...right), variables: fc.record(fittingVariables) });
  const parameters = fc.oneof<fc.Arbitrary<object>[]>(plain, full, fitting);
  const body = fc.oneof(
    { weight: 12, arbitrary: parameters.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.array(parameters, { maxLength: 3 }).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
    { weight: 1, arbitrary: cut(parameters.map((value) => JSON.stringify(value))) },
  );
  const search = fc.oneof(
    fc.record({
      query: document,
      variables: fc.oneof(
        variables.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
    }),
    fc.dictionary(
      fc.constantFrom('query', 'variables', 'extensions', 'operationName', 'x'),
      fc.string({ unit: 'binary' }),
    ),
  );
  const post = fc.record({
    method: usually(fc.constant('POST'), fc.constantFrom('PUT', 'DELETE', 'PATCH', 'QUERY')),
    path: paths,
    headers: headers(true),
    body,
  });
  const get = fc
    .record({
      method: usually(fc.constant('GET'), fc.constantFrom('HEAD', 'OPTIONS')),
      path: paths,
      search,
      headers: headers(false),
    })
    .map(({ search: values, path, ...rest }) => ({
      ...rest,
      path: `${path}?${new URLSearchParams(wellFormed(values))}`.slice(0, 8_000),
      body: '',
    }));
  return fc.oneof({ weight: 5, arbitrary: post }, { weight: 1, arbitrary: get });
}

const anything = fc.jsonValue({ maxDepth: 3 });

function usually<A, B>(usual: fc.Arbitrary<A>, rare: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof<fc.WeightedArbitrary<A | B>[]>({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

/** A text with a part left out, doubled or replaced. */
function cut(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .tuple(text, at, fc.nat({ max: 12 }), fc.oneof(fc.constant(''), fc.string({ maxLength: 6 })))
    .map(([whole, where, length, put]) => {
      const start = Math.floor(where * whole.length);
      return whole.slice(0, start) + put + whole.slice(start + length);
    });
}

function documents(schema: GraphQLSchema, right: readonly string[]): fc.Arbitrary<string> {
  const names = Object.values(schema.getTypeMap()).flatMap((type) => [
    type.name,
    ...(isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : []),
    ...(isEnumType(type) ? type.getValues().map(({ name }) => name) : []),
  ]);
  const values = [
    '"User:42"',
    '"Order:7"',
    '"x"',
    '"%_\\\\"',
    '0',
    '-1',
    '501',
    '1e9',
    'null',
    'true',
    '"2026-01-31T12:00:00Z"',
    '"19.90"',
  ];
  const marks = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '...', '@', '=', '|', '&', '"""', '#', '\n', ','];
  const words = [
    'query',
    'mutation',
    'subscription',
    'fragment',
    'on',
    'F',
    '$a',
    '$b',
    '@skip(if: true)',
    '__typename',
    '__schema',
  ];
  const soup = fc
    .array(fc.constantFrom(...names, ...values, ...marks, ...words), { maxLength: 60 })
    .map((parts) => `{ ${parts.join(' ')} }`);
  const whole = fc.constantFrom(...right);
  const deep = fc
    .tuple(fc.constantFrom('{a', '[', '(a:', '{users{nodes'), fc.nat({ max: 3_000 }))
    .map(([part, count]) => part.repeat(count));
  return fc.oneof(
    { weight: 12, arbitrary: whole },
    { weight: 8, arbitrary: cut(whole) },
    { weight: 3, arbitrary: cut(cut(whole)) },
    { weight: 3, arbitrary: soup },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
}

const scalar = fc.oneof(
  fc.constantFrom<unknown>('User:42', 'Order:7', 'Order:07', 'User:9223372036854775808', '', '\0', '\ud800', '%', null),
  fc.constantFrom<unknown>(0, -1, 1, 500, 501, 2 ** 31, 1e300, 0.5, true, '2026-01-31T12:00:00Z', '19.90', '1e5'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const operators = fc.dictionary(
  fc.constantFrom('eq', 'in', 'gt', 'gte', 'lt', 'startsWith', 'contains', 'x'),
  fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
  { maxKeys: 2 },
);

const filter = fc.letrec<{ filter: unknown }>((tie) => ({
  filter: fc.dictionary(
    fc.constantFrom(
      'id',
      'name',
      'email',
      'country',
      'createdAt',
      'total',
      'status',
      'and',
      'or',
      'not',
      'user',
      'orders',
      'items',
      'some',
      'orderStats',
      'where',
      'count',
    ),
    fc.oneof(
      { maxDepth: 4, depthIdentifier: 'filter' },
      operators,
      tie('filter'),
      fc.array(tie('filter'), { maxLength: 2 }),
    ),
    { maxKeys: 3 },
  ),
})).filter;

const variables = fc.dictionary(
  fc.constantFrom('id', 'ids', 'first', 'after', 'where', 'users', 'orders', 'by', 'a', 'constructor', '__proto__'),
  fc.oneof(scalar, filter, fc.array(scalar, { maxLength: 4 }), anything),
  { maxKeys: 5 },
);

/** What the variables of the right documents take, now and then nearly. */
const fittingVariables = {
  where: fc.oneof(filter, fc.constantFrom(null, {}, { country: { in: ['DE', 'JP'] } }, { name: { contains: '%' } })),
  first: fc.constantFrom(null, 0, 1, 5, 20, 501),
  after: fc.constantFrom(null, null, 'x', 'WyIxIl0'),
  ids: fc.array(fc.constantFrom('User:1', 'Order:7', 'Product:3', 'OrderItem:2', 'User:0', 'User:x'), { maxLength: 6 }),
  a: fc.constantFrom(true, false),
};

const persisted = fc.record({
  persistedQuery: fc.oneof(
    anything,
    fc.record({ version: fc.constant(1), sha256Hash: fc.oneof(fc.string(), anything) }),
  ),
});

const paths = fc.oneof(
  { weight: 30, arbitrary: fc.constant('/graphql') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/', '/graphql/', '/health', '/ready', '/..%2f', '//graphql', '/graphql%00', '/metrics'),
  },
);

/** Visible characters of Latin-1: what a header can hold at all. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code < 127 || code > 159)
    .map((code) => String.fromCharCode(code)),
  maxLength: 60,
});

function headers(hasBody: boolean): fc.Arbitrary<Readonly<Record<string, string>>> {
  const json = ['application/json', 'application/json', 'application/json; charset=utf-8', 'Application/JSON'];
  const others = [
    'text/plain',
    'application/graphql',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
  ];
  const odd = fc.dictionary(
    fc.constantFrom(
      'x-request-id',
      'traceparent',
      'tracestate',
      'authorization',
      'origin',
      'sec-fetch-site',
      'x-forwarded-for',
      'cookie',
      'accept-encoding',
      'content-encoding',
      'x-timeout',
      'baggage',
      'range',
      'if-none-match',
    ),
    fc.oneof(
      headerText,
      fc.constantFrom(
        'Bearer x',
        'Bearer causeway_x_y',
        'same-origin',
        'cross-site',
        'gzip',
        'null',
        'https://elsewhere.test',
        '00-x-y-01',
      ),
    ),
    { maxKeys: 2 },
  );
  return fc
    .record({
      accept: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('application/graphql-response+json', 'application/json', '*/*') },
        { weight: 1, arbitrary: fc.constantFrom('text/html', 'text/event-stream', 'multipart/mixed', 'x') },
        { weight: 1, arbitrary: headerText },
      ),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...json) },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...others), headerText) },
      ),
      odd: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: odd }),
    })
    .map(({ accept, type, odd: more }) => ({ accept, ...(hasBody ? { 'content-type': type } : {}), ...more }));
}

function wellFormed(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value).toWellFormed()]));
}
