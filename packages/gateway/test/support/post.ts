/** What a request may vary in a test. */
export type PostOptions = {
  readonly variables?: unknown;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A GraphQL request by POST; a string that is given as `body` is sent as it is. */
export function post(body: string | { readonly query: unknown }, options: PostOptions = {}): RequestInit {
  const { variables, accept = 'application/graphql-response+json', headers } = options;
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify({ ...body, variables }),
  };
}

/** The parts of an answer that tests look at. */
export type Answer = {
  readonly status: number;
  readonly data: unknown;
  readonly codes: readonly unknown[];
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
};

/** Reads an answer whose body is GraphQL's JSON. */
export async function readAnswer(response: Response): Promise<Answer> {
  const { data, errors = [] } = await response.json();
  const codes = errors.map((error: Answer['errors'][number]) => error.extensions['code']);
  return { status: response.status, data, codes, errors };
}
