import { tokenLifetimeMs } from '../../connect/sign-token.ts';
import type { Check } from '../check.ts';
import { ok, warning } from '../finding.ts';
import { type Entry, entriesOf } from '../places.ts';
import { lookAtAll } from '../trouble.ts';

const minuteMs = 60_000;

/** Whether this process can sign a token for each IAM login, and how long that lives. */
export const tokensCheck: Check = {
  name: 'tokens',
  title: 'Tokens',
  run: ({ clusters, probes, now }) =>
    lookAtAll(clusters.flatMap(entriesOf).filter(isSigned), subjectOf, async (entry) => {
      const { host, port } = entry.place.endpoint;
      const { endsAt = Number.NaN, credentialsEndAt } = (await probes.token(entry)) ?? {};
      const minutes = Math.round((endsAt - now()) / minuteMs);
      const text = `signed for ${host}:${port}, lives ${minutes} minutes`;
      if (credentialsEndAt === undefined) return ok(subjectOf(entry), `${text}; the credentials do not end`);
      const end = `the credentials end ${new Date(credentialsEndAt).toISOString().slice(0, 16)}Z`;
      if (credentialsEndAt - now() >= tokenLifetimeMs) return ok(subjectOf(entry), `${text}; ${end}`);
      const advice =
        'Get new credentials before: a token ends with those that signed it, and none can be signed after.';
      return warning(subjectOf(entry), `${text}, no longer, since ${end}`, advice);
    }),
};

/** A user at a place. */
export function subjectOf({ place, login }: Entry): string {
  return `${place.subject} ${login.user}`;
}

function isSigned({ login }: Entry): boolean {
  return login.auth.kind === 'iam';
}
