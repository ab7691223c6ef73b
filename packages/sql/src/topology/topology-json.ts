import { isAbsolute } from 'node:path';
import { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;

/** An object that refuses unknown keys and says which ones it knows. */
const strict = <S extends Shape>(what: string, shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `remove it or correct its spelling; known here: ${Object.keys(shape).join(', ')}`
        : `write ${what}: an object with ${Object.keys(shape).join(', ')}`,
  });

/** A string that is not empty; `what` completes the sentence "write …". */
const text = (what: string) => z.string({ error: `write ${what}` }).min(1, { error: `write ${what}` });

const address = {
  host: z
    .string({ error: 'write a host name or address' })
    .regex(/^[^\s/@]+$/, { error: 'write a host name or address alone, without scheme, user, path or spaces' }),
  port: z
    .int({ error: 'write a port: a whole number from 1 to 65535' })
    .min(1, { error: 'write a port: a whole number from 1 to 65535' })
    .max(65_535, { error: 'write a port: a whole number from 1 to 65535' }),
};

const endpoint = strict('an end point', { ...address, via: strict('an address to dial', address).optional() });

const credentialsFile =
  "write the absolute path of a file in the form of AWS's shared credentials, or leave it out: then the SDK looks where it always does";

const auth = z.discriminatedUnion(
  'kind',
  [
    strict('a password login', {
      kind: z.literal('password'),
      password: text('the password: a string that is not empty'),
    }),
    strict('an IAM login', {
      kind: z.literal('iam'),
      region: text('the AWS region, such as "eu-west-1"'),
      credentialsFile: z.string({ error: credentialsFile }).refine(isAbsolute, { error: credentialsFile }).optional(),
    }),
  ],
  { error: 'write {"kind": "password", "password": …} or {"kind": "iam", "region": …}' },
);

const ca = 'write "rds", or the absolute path of a CA file';

const tls = z.union(
  [
    z.literal(false),
    strict('how TLS is verified', {
      ca: z.string({ error: ca }).refine((path) => path === 'rds' || isAbsolute(path), { error: ca }),
    }),
  ],
  { error: 'write false, {"ca": "rds"}, or {"ca": "<absolute path of a CA file>"}' },
);

const user = text('the name of a database user');

const login = strict('a login', { user, auth });

/**
 * The JSON form of a topology, checked key by key; rules between its parts stand in parseTopology.
 * Messages say what to write, never what was found: a value may be a password.
 */
export const topologyJson = strict('a topology', {
  hub: text('the name of the cluster that is the hub'),
  clusters: z.record(
    z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, {
      error:
        'rename it: a cluster gives its name to schemas, so write a small letter, then up to 40 small letters, digits or underscores',
    }),
    strict('a cluster', {
      writer: endpoint,
      reader: endpoint.optional(),
      database: text('the name of the database'),
      user,
      auth,
      tls,
      admin: login.optional(),
      hop: login.optional(),
      renewer: login.optional(),
    }),
    { error: 'write an object: a cluster by each name' },
  ),
});

/** A topology as JSON holds it, once its shape is right. */
export type TopologyJson = z.infer<typeof topologyJson>;
