import { nastyDecimals, nastyInstants, nastyTexts } from './nasty-values.ts';

/** Columns by the names that the tables have; numbers beyond 2^53, decimals and instants as texts. */
export type NastyRows = Readonly<
  Record<'users' | 'orders' | 'order_items' | 'products', readonly Readonly<Record<string, unknown>>[]>
>;

const COUNTRIES = ['DE', 'US', 'JP', 'TR', 'GR', 'DE', 'US'] as const;
const TIERS = ['free', 'pro', 'enterprise'] as const;
const STATUSES = ['pending', 'paid', 'shipped', 'delivered', 'cancelled'] as const;
const CATEGORIES = ['books', 'Books', 'tools', '', 'Σ', 'σ', '100%', '😀', '漢字', 'undefined'] as const;

/** Beyond what a JSON number holds, two of them next to each other, up to the largest. */
const HUGE_IDS = ['9007199254740992', '9007199254740993', '9223372036854775806', '9223372036854775807'] as const;
/** What orders hold of users who are gone. */
const GONE_IDS = ['0', '-7', '900000', '9223372036854775805'] as const;

const USERS = 236;
const ORDERS = 1_996;
const PRODUCTS = 70;
const HOT_ORDERS = 250;

/**
 * A few hundred users, 2,000 orders with their lines, and products, always the same: every column that sorts has duplicates, some
 * users have no orders and user 1 has many, some orders have no lines and some no user any more.
 */
export function nastyRows(): NastyRows {
  const { pick, below } = randomSource(20_260_131);
  const userIds = [...numbers(USERS), ...HUGE_IDS];
  const orderIds = [...numbers(ORDERS), ...HUGE_IDS];
  const productIds = [...numbers(PRODUCTS), ...HUGE_IDS.slice(2)];
  const buyers = userIds.filter((_, index) => index % 4 !== 3);

  const users = userIds.map((id, index) => ({
    id,
    email: index === 7 ? '' : `${pick(nastyTexts)}+${index}@${pick(['example.com', 'EXAMPLE.com', 'ex_ample.com'])}`,
    name: index < nastyTexts.length ? nastyTexts[index] : pick(nastyTexts),
    country: index % 80 === 5 ? 'IS' : pick(COUNTRIES),
    tier: pick(TIERS),
    created_at: pick(nastyInstants),
    updated_at: pick(nastyInstants),
  }));
  const products = productIds.map((id, index) => ({
    id,
    sku: `${pick(nastyTexts)}-${index}`,
    name: pick(nastyTexts),
    category: pick(CATEGORIES),
    price: pick(nastyDecimals),
  }));
  const orders = orderIds.map((id, index) => ({
    id,
    user_id: index < HOT_ORDERS ? '1' : index % 19 === 0 ? pick(GONE_IDS) : pick(buyers),
    status: pick(STATUSES),
    total: pick(nastyDecimals),
    created_at: pick(nastyInstants),
    updated_at: pick(nastyInstants),
  }));
  const lines = orderIds.flatMap((order_id) => Array.from({ length: below(4) }, () => ({ order_id })));
  const order_items = lines.map(({ order_id }, index) => ({
    id: index < HUGE_IDS.length ? HUGE_IDS[index] : String(index),
    order_id,
    product_id: pick(productIds.slice(3)),
    quantity: pick([1, 1, 2, 3, 1000]),
    unit_price: pick(nastyDecimals),
  }));
  return { users, products, orders, order_items };
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

/** The same numbers for the same seed, everywhere: the generator known as mulberry32. */
function randomSource(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error('Nothing to pick from');
    return value;
  };
  return { pick, below };
}
