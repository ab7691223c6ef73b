import type { Change } from './change.ts';
import type { GrantState, PresentMapping, WantedMapping } from './foreign-state.ts';

/**
 * User mappings: only those wanted may exist at our servers, since each of them is a credential. One that differs is dropped and
 * made anew, which sessions meet as a reconnect, as they would after any change to it. Pure.
 */
export function diffMappings(
  wanted: readonly WantedMapping[],
  present: readonly PresentMapping[],
): { readonly drops: readonly Change[]; readonly creates: readonly Change[] } {
  const drops = present.flatMap((mapping) => {
    const { server, role } = mapping;
    const target = wanted.find((other) => other.server === server && other.role === role);
    const because = target === undefined ? 'it is not wanted' : mappingDifference(target, mapping);
    return because === undefined ? [] : [{ kind: 'drop-mapping' as const, server, role, because }];
  });
  const isSame = (one: WantedMapping, other: { server: string; role: string | null }): boolean =>
    one.server === other.server && one.role === other.role;
  const creates = wanted
    .filter((one) => !present.some((other) => isSame(one, other)) || drops.some((other) => isSame(one, other)))
    .map((mapping): Change => ({ kind: 'create-mapping', mapping }));
  return { drops, creates };
}

function mappingDifference({ user, auth }: WantedMapping, present: PresentMapping): string | undefined {
  if (present.options === null) {
    return 'this login may not read it';
  }
  const { user: presentUser, ...others } = present.options;
  if (presentUser !== user) {
    return `its user is ${presentUser ?? 'not set'} instead of ${user}`;
  }
  const extra = Object.keys(others);
  if (extra.length > 0) {
    return `it has options that are not wanted: ${extra.join(', ')}`;
  }
  if (present.password === null) {
    return 'it has no password';
  }
  // A token is renewed all the time: that there is one is all that can be wanted here.
  return auth.kind === 'password' && auth.password.reveal() !== present.password.reveal()
    ? 'its password differs'
    : undefined;
}

/**
 * Rights on our objects: what is not wanted is taken back, from whoever has it. `isDropped` says which objects go, since those take
 * their grants along. Pure.
 */
export function diffGrants(
  wanted: readonly GrantState[],
  present: readonly GrantState[],
  isDropped: (grant: GrantState) => boolean,
): readonly Change[] {
  const staying = present.filter((grant) => !isDropped(grant));
  return [
    ...staying.filter((grant) => !has(wanted, grant)).map((grant): Change => ({ kind: 'revoke', grant })),
    ...wanted.filter((grant) => !has(staying, grant)).map((grant): Change => ({ kind: 'grant', grant })),
  ];
}

function has(grants: readonly GrantState[], grant: GrantState): boolean {
  return grants.some(
    (other) =>
      other.on === grant.on &&
      other.schema === grant.schema &&
      other.name === grant.name &&
      other.column === grant.column &&
      other.role === grant.role &&
      other.privilege === grant.privilege,
  );
}
