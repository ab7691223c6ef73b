/** Milliseconds since some fixed moment. */
type Clock = () => number;

const count = new Intl.NumberFormat('en-US');

/** A number as people read it: 1,200,000. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** Describes a count of rows as it grows towards a total, or as it is, where no total is given. */
export type RateMeter = (done: number, total?: number) => string;

/**
 * Describes how far a count of rows is: "300,000 of 1,000,000 rows (30%), 85,000 rows/s". The rate is that of the whole time
 * since the meter was made, which is steady and says when the end will be.
 */
export function rateMeter(now: Clock = () => performance.now()): RateMeter {
  const start = now();
  return (done, total) => {
    const seconds = (now() - start) / 1000;
    const rate = seconds < 0.1 ? '' : `, ${formatCount(Math.round(done / seconds))} rows/s`;
    if (total === undefined) return `${formatCount(done)} rows${rate}`;
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    return `${formatCount(done)} of ${formatCount(total)} rows (${percent}%)${rate}`;
  };
}
