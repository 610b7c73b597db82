/** How many items were done at a time (ms since the epoch). */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Rates over time, as a chart has them: time in ms, items a second. */
export type Rates = readonly (readonly [time: number, value: number])[];

const mostSamples = 1200;
const silenceMs = 5000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

/**
 * The samples with one more. What is done falls only when a job begins anew: then so do they. When there are too many, every
 * second one goes, of the older half more than of the newer in the long run.
 */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  if (last && sample.at <= last.at)
    return sample.done === last.done ? samples : [...samples.slice(0, -1), { ...last, done: sample.done }];
  const all = [...samples, sample];
  return all.length <= mostSamples ? all : all.filter((_, place) => place % 2 === 0 || place === all.length - 1);
}

/** Between two reports nobody knows how fast it goes: only when none has come for a while is it known to stand. */
export function untilOf(lastAt: number, now: number): number {
  return now - lastAt > silenceMs ? now : lastAt;
}

/** Items a second in equal spans from the first sample to `until`, at most `most` of them. */
export function ratesOf(samples: readonly Sample[], until: number, most = 60): Rates {
  const first = samples[0];
  if (!first || until - first.at < 1000) return [];
  const step = steps.find((each) => (until - first.at) / each <= most) ?? Math.ceil((until - first.at) / most);
  const rates: [number, number][] = [];
  for (let from = first.at; from + step <= until; from += step) {
    const more = doneAt(samples, from + step) - doneAt(samples, from);
    rates.push([from + step, (more / step) * 1000]);
  }
  return rates;
}

/** How many were done at a time, evenly between two samples; after the last one no more. */
function doneAt(samples: readonly Sample[], at: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [samples[low - 1], samples[low]];
  if (!before) return after?.done ?? 0;
  if (!after) return before.done;
  return before.done + ((after.done - before.done) * (at - before.at)) / (after.at - before.at);
}

/** Items a second on average over all that was seen; null before there is a second of it. */
export function averageOf(samples: readonly Sample[], until: number): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || until - first.at < 1000) return null;
  return ((last.done - first.done) / (until - first.at)) * 1000;
}
