import { type Kysely, sql } from 'kysely';
import { actAs } from '../../fdw/act-as.ts';
import { quoteQualified } from '../../fdw/quote.ts';
import { readMappings } from '../../fdw/present.ts';
import { ownerRole } from '../../fdw/wanted.ts';
import type { Cluster } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { look } from '../trouble.ts';

/** A token lives 15 minutes and is renewed at a third of that: with less than this left, renewals have stopped. */
const renewedWithMs = 8 * 60_000;

/** Whether the hub reaches each cluster as queries do, and how long the token that it has lives. */
export const hopsCheck: Check = {
  name: 'foreign-servers',
  title: 'Foreign servers',
  async run(examination) {
    const { topology, foreignTables } = examination;
    const looks = topology.others.map(async (cluster) => {
      const subject = `${topology.hub.name} -> ${cluster.name}`;
      const table = foreignTables.find((candidate) => candidate.cluster === cluster.name && !candidate.isView);
      if (table === undefined) return [ok(subject, 'has no foreign tables')];
      const [read, token] = await Promise.all([
        look(subject, () => readThrough(examination, subject, cluster, table.name)),
        look(`${subject} token`, () => judgeToken(examination, `${subject} token`, cluster)),
      ]);
      return [...read, ...token];
    });
    return (await Promise.all(looks)).flat();
  },
};

async function readThrough(
  { topology: { hub }, probes }: Examination,
  subject: string,
  cluster: Cluster,
  table: string,
): Promise<Finding> {
  const gateway = await probes.as(hub, 'gateway', 'reader');
  if (gateway === undefined) return fault(subject, 'the hub has no login for queries', 'Add one to the topology.');
  const startedAt = performance.now();
  try {
    await sql.raw(`select from ${quoteQualified(cluster.name, table)} limit 1`).execute(gateway);
  } catch (error) {
    const detail = error instanceof Error && 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
    const message = error instanceof Error ? error.message : String(error);
    const text = `the hub cannot read ${cluster.name}.${table}: ${[message, detail].filter((part) => part !== '').join(': ')}`;
    return fault(subject, text.replaceAll(/\s+/g, ' '), adviceFor(text, cluster));
  }
  return ok(subject, `the hub reads ${cluster.name}.${table}, in ${Math.round(performance.now() - startedAt)} ms`);
}

function adviceFor(text: string, { hop }: Cluster): string {
  if (/authentication failed/.test(text)) {
    return `Run \`causeway fdw renew\`, or \`fdw apply\` for a password; ${hop?.user ?? 'the hop'} must be let in, and hold rds_iam where it has a token.`;
  }
  if (/does not exist|permission denied/.test(text))
    return 'Run `causeway fdw apply`, then look at what drift is named below.';
  return "Look whether the hub may reach that cluster: its security group's egress, the other's ingress, the server's host and port.";
}

async function judgeToken(
  { topology: { hub }, probes, now }: Examination,
  subject: string,
  { name, hop }: Cluster,
): Promise<Finding> {
  if (hop?.auth.kind !== 'iam') return ok(subject, 'the hop signs in with a password: nothing to renew');
  const admin = await probes.as(hub, 'admin');
  if (admin === undefined) return ok(subject, 'not seen: only an admin of the hub may look at it');
  const signedAt = await readSigning(admin, name);
  if (signedAt === undefined)
    return fault(subject, 'the mapping holds no token', 'Run `causeway fdw apply`, then `fdw renew`.');
  const leftMs = signedAt.getTime() + 900_000 - now();
  const text =
    leftMs < 0 ? `ended ${-Math.round(leftMs / 1000)} s ago` : `lives another ${Math.round(leftMs / 1000)} s`;
  const advice =
    'Keep it new: `causeway serve --renew-hop`, or `causeway fdw renew` every five minutes; look at their logs.';
  if (leftMs < 0) return fault(subject, `${text}: new sessions of the hub cannot read ${name}`, advice);
  return leftMs < renewedWithMs ? warning(subject, `${text}, and was not renewed in time`, advice) : ok(subject, text);
}

/** When the mapping's token was signed. The token itself is looked at here, and goes nowhere. */
async function readSigning(admin: Kysely<unknown>, server: string): Promise<Date | undefined> {
  const mappings = await admin.transaction().execute(async (transaction) => {
    await actAs(transaction, ownerRole);
    return await readMappings(transaction, [server]);
  });
  const password = mappings.find(({ role }) => role === ownerRole)?.password?.reveal() ?? '';
  const [, year, month, day, hour, minute, second] =
    /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(password) ?? [];
  return year === undefined ? undefined : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
