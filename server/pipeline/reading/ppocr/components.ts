// Connected components of a thresholded map, by runs: a row is a list of runs of pixels above the threshold, and a run
// belongs with each run of the row above that it touches, corners included. Runs are joined by union-find, so the cost
// is one look at each pixel and a little for each run, however large the components are.

/** Pixels `start` to `end` (exclusive) of row `row`. */
export interface Run {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/** Groups the pixels whose value is above `threshold` into 8-connected components, each as its runs from the top. */
export function connectedComponents(map: Float32Array, width: number, threshold: number): Run[][] {
  const runs: Run[] = [];
  const parents: number[] = [];
  let above = 0;
  for (let row = 0; row * width < map.length; row++) {
    const first = runs.length;
    for (const run of runsOf(map, width, row, threshold)) {
      const index = runs.push(run) - 1;
      parents.push(index);
      // Runs lie from left to right in both rows, so what ends left of this run is done with.
      while (above < first && endOf(runs, above) < run.start) above++;
      for (let other = above; other < first && startOf(runs, other) <= run.end; other++) join(parents, other, index);
    }
    above = first;
  }
  return gather(runs, parents);
}

function runsOf(map: Float32Array, width: number, row: number, threshold: number): Run[] {
  const runs: Run[] = [];
  const offset = row * width;
  let start = -1;
  for (let x = 0; x <= width; x++) {
    const set = x < width && (map[offset + x] ?? 0) > threshold;
    if (set && start < 0) start = x;
    if (!set && start >= 0) {
      runs.push({ row, start, end: x });
      start = -1;
    }
  }
  return runs;
}

function startOf(runs: readonly Run[], index: number): number {
  return runs[index]?.start ?? Infinity;
}

function endOf(runs: readonly Run[], index: number): number {
  return runs[index]?.end ?? Infinity;
}

function join(parents: number[], a: number, b: number): void {
  const rootA = rootOf(parents, a);
  const rootB = rootOf(parents, b);
  parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
}

function rootOf(parents: number[], index: number): number {
  let root = index;
  for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) {
    parents[root] = parents[parent] ?? parent;
    root = parent;
  }
  return root;
}

function gather(runs: readonly Run[], parents: number[]): Run[][] {
  const components = new Map<number, Run[]>();
  for (const [index, run] of runs.entries()) {
    const root = rootOf(parents, index);
    const component = components.get(root);
    if (component) component.push(run);
    else components.set(root, [run]);
  }
  return [...components.values()];
}
