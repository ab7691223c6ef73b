/** A user as the oracle holds it. Instants are microseconds since 1970, decimals hundredths: whole numbers lose nothing. */
export type UserRow = {
  readonly id: bigint;
  readonly email: string;
  readonly name: string;
  readonly country: string;
  readonly tier: string;
  readonly createdAt: bigint;
  readonly updatedAt: bigint;
};

/** An order; its user may be gone. */
export type OrderRow = {
  readonly id: bigint;
  readonly userId: bigint;
  readonly status: string;
  readonly total: bigint;
  readonly createdAt: bigint;
  readonly updatedAt: bigint;
};

/** One line of an order. */
export type ItemRow = {
  readonly id: bigint;
  readonly orderId: bigint;
  readonly productId: bigint;
  readonly quantity: number;
  readonly unitPrice: bigint;
};

export type ProductRow = {
  readonly id: bigint;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly price: bigint;
};

/** All rows of all tables: the one database whose answers are the right ones. */
export type Rows = {
  readonly users: readonly UserRow[];
  readonly orders: readonly OrderRow[];
  readonly items: readonly ItemRow[];
  readonly products: readonly ProductRow[];
};
