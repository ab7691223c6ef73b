import { domainRowClaims } from '@causeway/schema';
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { isKeyName, makeApiKey } from '../access/api-keys.ts';
import type { MakeCommand } from './command.ts';

type Claims = Readonly<Record<string, readonly string[]>>;

/** `api-key`: makes a key for a machine. The key is printed once; only its hash is kept, by whoever puts it into the file of keys. */
export const apiKeyCommand: MakeCommand = ({ out }) =>
  new Command('api-key')
    .summary('make an API key')
    .description(
      'Prints a new API key, which cannot be shown again, and its entry for the file of keys ({"keys": [<entry>, …]}), which holds the hash alone.',
    )
    .argument('<name>', 'whose key it is: small letters, digits and hyphens', parseName)
    .option(
      '--scope <scope>',
      'what it may do, once for each scope',
      (scope, before: readonly string[]) => [...before, scope],
      [],
    )
    .option(
      '--claim <name=values>',
      'what row rules restrict it by, values with commas: countries=DE,AT',
      parseClaim,
      {},
    )
    .option('--expires <instant>', 'when it ends, as 2027-01-01T00:00:00Z', parseInstant)
    .action((name, { scope: scopes, claim: claims, expires }) => {
      const { key, hash } = makeApiKey(name);
      const entry = { name, hash, scopes, claims, ...(expires === undefined ? {} : { expires }) };
      out.write(`${JSON.stringify({ key, entry }, null, 2)}\n`);
    });

function parseName(name: string): string {
  if (!isKeyName(name)) throw new InvalidArgumentError('Small letters, digits and hyphens, at most 40.');
  return name;
}

function parseClaim(text: string, before: Claims): Claims {
  const [, name, values] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || values === undefined || !domainRowClaims.includes(name)) {
    throw new InvalidArgumentError(`A name of ${domainRowClaims.join(', ')}, "=", and values with commas.`);
  }
  return { ...before, [name]: values === '' ? [] : values.split(',') };
}

function parseInstant(text: string): string {
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('It must be an instant with an offset, like 2027-01-01T00:00:00Z.');
  }
  return text;
}
