/** One thing that is wrong with the configuration. */
export type Problem = {
  /** The keys that lead there, with dots between them: `clusters.users.readers`. */
  readonly key: string;
  /** What stands there, as JSON, shortened. */
  readonly value: string;
  /** Why it cannot be used, and what would do. */
  readonly advice: string;
};

/** The longest value that a problem repeats. */
const shownCharacters = 80;

/** A problem at `key`, whose value is shown so that it is found again in the stack's file. */
export function problem(key: string, value: unknown, advice: string): Problem {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return { key, value: text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text, advice };
}

/** All problems as one text, a line each. */
export function describeProblems(project: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ key, value, advice }) => `- ${key}: ${advice} (found: ${value})`);
  return [`The configuration under "${project}:" cannot be used:`, ...lines].join('\n');
}
