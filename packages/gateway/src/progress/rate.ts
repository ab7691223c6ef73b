/** Milliseconds since some fixed moment. */
type Clock = () => number;

const count = new Intl.NumberFormat('en-US');

/** A number as people read it: 1,200,000. */
export function formatCount(value: number): string {
  return count.format(value);
}

/**
 * Describes how far a count of rows is: "300,000 of 1,000,000 rows (30%), 85,000 rows/s". The rate is that of the whole time
 * since the meter was made, which is steady and says when the end will be.
 */
export function rateMeter(now: Clock = () => performance.now()): (done: number, total: number) => string {
  const start = now();
  return (done, total) => {
    const seconds = (now() - start) / 1000;
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    const rate = seconds < 0.1 ? '' : `, ${formatCount(Math.round(done / seconds))} rows/s`;
    return `${formatCount(done)} of ${formatCount(total)} rows (${percent}%)${rate}`;
  };
}
