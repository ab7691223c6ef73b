import type { LocalSignIn } from '@causeway/sql';
import type { Screen } from '../progress/show-steps.ts';

/** Prints each kind of sign-in once (who, where, how, as which program), and each refusal with its reason. */
export function signInReporter(screen: Screen): (event: LocalSignIn) => void {
  const shown = new Set<string>();
  return ({ cluster, outcome, user, database, application, tls, because }) => {
    const program = application === '' ? '' : ` (${application})`;
    const why = because === undefined ? '' : `: ${because}`;
    // Databases of the same name as their cluster are the rule.
    const place = database === cluster ? cluster : `${cluster}/${database}`;
    const line = `sign-in at ${place}: ${user} ${outcome}${why}, ${tls ?? 'plain text'}${program}`;
    if (outcome !== 'refused' && shown.has(line)) return;
    shown.add(line);
    screen.write(`${line}\n`);
  };
}
