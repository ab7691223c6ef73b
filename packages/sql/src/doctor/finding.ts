/** How something stands. `skipped`: it could not be looked at, because something else failed. */
export type Outcome = 'ok' | 'warning' | 'fault' | 'skipped';

/** What was found about one thing. Never holds a password or a token. */
export type Finding = {
  readonly outcome: Outcome;
  /** What was looked at: `users writer`, `orders.products`. */
  readonly subject: string;
  /** What is so. */
  readonly text: string;
  /** What to do about it; of warnings and faults. */
  readonly advice?: string;
};

export const ok = (subject: string, text: string): Finding => ({ outcome: 'ok', subject, text });

export const warning = (subject: string, text: string, advice: string): Finding => ({
  outcome: 'warning',
  subject,
  text,
  advice,
});

export const fault = (subject: string, text: string, advice: string): Finding => ({
  outcome: 'fault',
  subject,
  text,
  advice,
});

export const skipped = (subject: string, because: string): Finding => ({ outcome: 'skipped', subject, text: because });
