import { lookAtAll } from '../trouble.ts';
import type { Check } from '../check.ts';
import { ok } from '../finding.ts';
import { entriesOf } from '../places.ts';
import { subjectOf } from './tokens.ts';

/** Whether each login of the topology is let in, everywhere it is used. */
export const signInsCheck: Check = {
  name: 'sign-ins',
  title: 'Sign-ins',
  run: ({ clusters, probes }) =>
    lookAtAll(clusters.flatMap(entriesOf), subjectOf, async (entry) => {
      const { tookMs } = await probes.session(entry);
      const how = entry.login.auth.kind === 'iam' ? 'token' : 'password';
      return ok(subjectOf(entry), `let in as ${entry.purpose} by ${how}, in ${Math.round(tookMs)} ms`);
    }),
};
